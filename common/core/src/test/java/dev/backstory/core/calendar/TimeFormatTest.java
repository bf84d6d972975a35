package dev.backstory.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeFormatTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "epoch-seconds | 1755165600 | 2025-08-14T10:00:00Z",
                "epoch-seconds | 1755165600.1234569 | 2025-08-14T10:00:00.123456Z",
                "epoch-seconds | 1.7551656E9 | 2025-08-14T10:00:00Z",
                "epoch-seconds | -0.5 | 1969-12-31T23:59:59.500Z",
                "epoch-millis | 1755165600123 | 2025-08-14T10:00:00.123Z",
                "epoch-micros | 1755165600123456 | 2025-08-14T10:00:00.123456Z",
                "epoch-micros | -1 | 1969-12-31T23:59:59.999999Z",
                "epoch-millis | 2025-08-14T10:00:00Z | -",
                "epoch-millis | 0x1F | -",
                "epoch-millis | 1755165600123L | -",
                "epoch-seconds | NaN | -",
                "dd.MM.yyyy HH:mm | 01.11.2026 10:00 | 2026-11-01T09:00:00Z",
                "dd.MM.yyyy HH:mm | 29.03.2026 02:30 | 2026-03-29T01:30:00Z",
                "dd.MM.yyyy HH:mm | 25.10.2026 02:30 | 2026-10-25T00:30:00Z",
                "dd.MM.yyyy HH:mm | 31.04.2026 10:00 | -",
                "dd.MM.yyyy HH:mm | 1.11.2026 10:00 | -",
                "dd.MM.yyyy HH:mm | 01.11.2026 24:00 | -",
                "dd.MM.yyyy HH:mm | 01.11.2026 10:00:00 | -",
                "d.M.yyyy H:mm | 1.11.2026 9:05 | 2026-11-01T08:05:00Z",
                "yyyy-MM-dd HH:mm:ss VV | 2019-10-01 00:00:00 UTC | 2019-10-01T00:00:00Z",
                "yyyy-MM-dd HH:mm:ss VV | 2019-10-01 00:00:00 Asia/Tokyo | 2019-09-30T15:00:00Z",
                "yyyy-MM-dd HH:mm:ss xxx | 2019-10-01 00:00:00 +02:00 | 2019-09-30T22:00:00Z",
                "yyyy-MM-dd'T'HH:mm:ss[.SSS]X | 2019-10-01t00:00:00.5Z | -",
                "yyyy-MM-dd'T'HH:mm:ss[.SSS]X | 2019-10-01t00:00:00.500Z | 2019-10-01T00:00:00.500Z",
                "yyyyMMddHHmmss | 20251001093000 | 2025-10-01T07:30:00Z",
                "yyyyMMddHHmmssSSS | 20251001093000123 | 2025-10-01T07:30:00.123Z",
                "yyyy-MM-dd HH:mm:ss.SSSSSSSSS | 2025-10-01 09:30:00.123456789 | 2025-10-01T07:30:00.123456Z",
                "dd MMM yyyy hh:mm a | 14 aug 2025 12:30 AM | 2025-08-13T22:30:00Z",
                "uuuu/MM/dd HH:mm | 2025/08/14 00:00 | 2025-08-13T22:00:00Z",
                "M/d/yy H:mm | 8/14/25 9:00 | 2025-08-14T07:00:00Z",
                "yyyyMMdd | 20250814 | 2025-08-13T22:00:00Z",
            })
    void timesAreReadAsTheyAreWritten(String format, String text, String instant) {
        Long micros = TimeFormat.of(format).parseMicros(text, BERLIN);

        assertThat(micros == null ? null : IsoTime.instant(micros).toString()).isEqualTo(instant);
        assertThat(TimeFormat.of(format).isBeyondMicros(text, BERLIN)).isFalse();
    }

    @Test
    void aNullIsNoTime() {
        assertThat(TimeFormat.of("epoch-millis").parseMicros(null, BERLIN)).isNull();
        assertThat(TimeFormat.of("yyyyMMdd").parseMicros(null, BERLIN)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "epoch-seconds, 9223372036855",
        "epoch-millis, 9223372036854776",
        "epoch-micros, 9223372036854775808",
        "epoch-seconds, 1e99"
    })
    void aTimeThatMicrosecondsCannotCountIsOneStill(String format, String text) {
        assertThat(TimeFormat.of(format).parseMicros(text, BERLIN)).isNull();
        assertThat(TimeFormat.of(format).isBeyondMicros(text, BERLIN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "yyyyMMdd | 20250814 | 2025-08-14 | 2025-08-14",
                "dd.MM.yyyy | 14.08.2025 | 2025-08-14 | 2025-08-14",
                "dd.MM.yyyy HH:mm | 14.08.2025 23:30 | 2025-08-14 | 2025-08-14",
                "yyyy-MM-dd HH:mm VV | 2025-08-14 23:30 UTC | 2025-08-15 | -",
                "epoch-seconds | 1755214200 | 2025-08-15 | -",
                "yyyyMMdd | 2025-08-14 | - | -",
            })
    void daysAreReadInTheZoneWhereTheyDependOnOne(String format, String text, String day, String withoutZone) {
        assertThat(TimeFormat.of(format).parseDay(text, BERLIN)).isEqualTo(day == null ? null : LocalDate.parse(day));
        assertThat(TimeFormat.of(format).parseDayWithoutZone(text))
                .isEqualTo(withoutZone == null ? null : LocalDate.parse(withoutZone));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "epoch-days|is not allowed; allowed: iso, epoch-seconds, epoch-millis, epoch-micros, or a pattern such as"
                        + " dd.MM.yyyy HH:mm",
                "12.05|is not allowed; allowed: iso, epoch-seconds, epoch-millis, epoch-micros, or a pattern such as"
                        + " dd.MM.yyyy HH:mm",
                "yyyy-MM-dd'T'HH:mm:ss'Z'|has the zone 'Z' in quotes, where it would mean nothing; write X for Z, or VV for"
                        + " UTC",
                "yyyy-MM-dd HH:mm:ss' UTC'|has the zone 'UTC' in quotes, where it would mean nothing; write X for Z, or VV"
                        + " for UTC",
                "yyyy-MM-dd HH:mm z|has the letter z, which is not read (a name such as CST is that of several zones);"
                        + " write VV for UTC or Europe/Berlin, X or xxx for an offset",
                "dd.MM. HH:mm|is no pattern of java.time.format.DateTimeFormatter (it does not tell year, month and day)",
                "dd.MM.yyyy hh:mm|is no pattern of java.time.format.DateTimeFormatter (it does not tell the hour of the"
                        + " day)",
                "dd.MM.yyyy mm:ss|is no pattern of java.time.format.DateTimeFormatter (it does not tell the hour of the"
                        + " day)",
                "dd.MM.yyyy j|is no pattern of java.time.format.DateTimeFormatter (Unknown pattern letter: j)",
            })
    void whatCannotBeReadRightIsRefused(String format, String message) {
        assertThatThrownBy(() -> TimeFormat.of(format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void tasksGetACopy() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(TimeFormat.of("dd.MM.yyyy HH:mm"));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            TimeFormat copy = (TimeFormat) in.readObject();
            assertThat(copy.parseMicros("14.08.2025 12:00", BERLIN)).isEqualTo(1_755_165_600_000_000L);
        }
    }
}
