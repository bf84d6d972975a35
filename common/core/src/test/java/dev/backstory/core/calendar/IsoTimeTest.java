package dev.backstory.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2025-08-14T10:00:00Z, 2025-08-14T10:00:00Z",
        "2025-08-14T10:00:00.123456789Z, 2025-08-14T10:00:00.123456Z",
        "2025-08-14T10:00:00.5+02:00, 2025-08-14T08:00:00.5Z",
        "2025-08-14T10:00:00-0330, 2025-08-14T13:30:00Z",
        "2025-08-14T10:00:00+02, 2025-08-14T08:00:00Z",
        "2025-08-14T10:00:00+02:00[Europe/Berlin], 2025-08-14T08:00:00Z",
        "2025-08-14T10:00, 2025-08-14T08:00:00Z",
        "2025-08-14 10:00:00, 2025-08-14T08:00:00Z",
        "2025-01-14T10:00:00, 2025-01-14T09:00:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.9999995Z, 1969-12-31T23:59:59.999999Z",
        "2025-08-14T10:00:00.123456789012Z, 2025-08-14T10:00:00.123456Z",
        "2025-08-14T24:00:00Z, 2025-08-15T00:00:00Z",
        "2025-08-14 24:00, 2025-08-14T22:00:00Z",
        "2025-12-31T24:00:00.000+01:00, 2025-12-31T23:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "9999-12-31 00:00:00, 9999-12-30T23:00:00Z",
        "1677-01-01T00:00:00Z, 1677-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "+10000-01-01 00:00:00Z, +10000-01-01T00:00:00Z",
        "-0044-03-15T12:00:00Z, -0044-03-15T12:00:00Z",
        "+294247-01-10T04:00:54.775807Z, +294247-01-10T04:00:54.775807Z",
        "-290308-12-21T19:59:05.224192Z, -290308-12-21T19:59:05.224192Z",
    })
    void readsIsoTimesAndPutsThoseWithoutAZoneIntoTheConfiguredOne(String text, Instant expected) {
        Long micros = IsoTime.parseMicros(text, BERLIN);

        assertThat(micros).isEqualTo(IsoTime.micros(expected));
        assertThat(IsoTime.instant(IsoTime.micros(expected))).isEqualTo(expected);
    }

    @Test
    void aFractionMayFollowAComma() {
        assertThat(IsoTime.parseMicros("2025-08-14T10:00:00,5Z", BERLIN))
                .isEqualTo(IsoTime.micros(Instant.parse("2025-08-14T10:00:00.5Z")));
        assertThat(IsoTime.parseMicros("2025-08-14 10:00:00,1234567", BERLIN))
                .isEqualTo(IsoTime.micros(Instant.parse("2025-08-14T08:00:00.123456Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+294247-01-10T04:00:54.775808Z",
                "-290308-12-21T19:59:05.224191Z",
                "+999999999-12-31T23:59:59.999999999-18:00",
                "-999999999-01-01T00:00:00+18:00"
            })
    void aTimeThatMicrosecondsCannotCountIsNoneAndIsKnownForIt(String text) {
        assertThat(IsoTime.parseMicros(text, BERLIN)).isNull();
        assertThat(IsoTime.isBeyondMicros(text, BERLIN)).isTrue();
        assertThat(IsoTime.isBeyondMicros("9999-12-31T00:00:00", BERLIN)).isFalse();
        assertThat(IsoTime.isBeyondMicros("yesterday", BERLIN)).isFalse();
        assertThat(IsoTime.isBeyondMicros(null, BERLIN)).isFalse();
    }

    @Test
    void movesATimeInAGapForwardAndTakesTheEarlierOffsetOfAnOverlap() {
        assertThat(IsoTime.parseMicros("2025-03-30T02:30:00", BERLIN))
                .isEqualTo(IsoTime.micros(Instant.parse("2025-03-30T01:30:00Z")));
        assertThat(IsoTime.parseMicros("2025-10-26T02:30:00", BERLIN))
                .isEqualTo(IsoTime.micros(Instant.parse("2025-10-26T00:30:00Z")));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025-08-14",
                "2025-08-14T",
                "2025-08-14T25:00:00",
                "2025-02-30T10:00:00",
                "2025-08-1410:00:00",
                "1755165600000",
                "2025-08-14T10:00:00 Z",
                "2025-08-14T10:00:00Zulu",
                "2025-08-14  10:00:00",
                "2025-08-14 T10:00:00",
                "2025-08-14T24:00:01",
                "2025-08-14T24:00:00.5",
                "2025-08-14T24:01",
                "2025-08-14T24",
                "2025-08-14T10:00,5",
                "2025-08-14T10:00:00,.5",
                "2025-08-14T10:00:60",
                "20250814T100000Z",
                "2025-W33-4T10:00:00",
                "2025-226T10:00:00"
            })
    void refusesWhatIsNotAnIsoTime(String text) {
        assertThat(IsoTime.parseMicros(text, BERLIN)).isNull();
    }

    @Test
    void startsADayWhereTheZoneStartsIt() {
        assertThat(IsoTime.instant(IsoTime.dayStartMicros(LocalDate.parse("2025-08-14"), BERLIN)))
                .isEqualTo("2025-08-13T22:00:00Z");
        assertThat(IsoTime.instant(
                        IsoTime.dayStartMicros(LocalDate.parse("2025-09-07"), ZoneId.of("America/Santiago"))))
                .as("midnight is skipped by the clock change there")
                .isEqualTo("2025-09-07T04:00:00Z");
    }
}
