package dev.backstory.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.Seeds;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayStartsTest {
    private static final long DAY_MICROS = 86_400_000_000L;

    /** Clocks set back at midnight, a minute after it, and across it; a day that was left out. */
    @ParameterizedTest
    @CsvSource({
        "UTC, 2025-08-14",
        "Europe/Berlin, 2025-10-26",
        "America/St_Johns, 2010-11-07",
        "America/Havana, 2025-11-02",
        "America/Sao_Paulo, 2018-02-18",
        "Pacific/Apia, 2011-12-30",
    })
    void aTimeIsInTheLastDayThatHasStarted(String zoneId, LocalDate middle) {
        ZoneId zone = ZoneId.of(zoneId);
        DayStarts starts = new DayStarts(new DayRange(middle.minusDays(2), middle.plusDays(2)), zone);
        long seed = Seeds.next();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            long start = IsoTime.dayStartMicros(middle.plusDays(random.nextInt(9) - 4), zone);
            long micros = start + (random.nextBoolean() ? random.nextInt(3) - 1 : random.nextLong(DAY_MICROS));

            LocalDate day = middle.plusDays(12);
            while (IsoTime.dayStartMicros(day, zone) > micros) {
                day = day.minusDays(1);
            }
            assertThat(starts.startOfDayOf(micros))
                    .as("seed %d, %s", seed, IsoTime.instant(micros))
                    .isEqualTo(IsoTime.dayStartMicros(day, zone));
        }
    }

    @org.junit.jupiter.api.Test
    void anyTimeHasADay() {
        DayStarts starts = new DayStarts(DayRange.day(LocalDate.EPOCH), ZoneId.of("Europe/Berlin"));

        assertThat(starts.startOfDayOf(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(starts.startOfDayOf(Long.MAX_VALUE)).isBetween(Long.MAX_VALUE - DAY_MICROS, Long.MAX_VALUE);
    }
}
