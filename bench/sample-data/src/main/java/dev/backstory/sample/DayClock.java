package dev.backstory.sample;

import dev.backstory.core.calendar.IsoTime;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.SplittableRandom;

/** Times of one local day: quiet nights, busy evenings, whole milliseconds. */
final class DayClock {
    private static final int[] HOUR_WEIGHTS = {
        14, 8, 5, 4, 4, 7, 14, 24, 34, 42, 48, 50, 52, 52, 50, 50, 52, 56, 64, 76, 84, 80, 58, 32
    };
    private static final int TOTAL_WEIGHT =
            java.util.Arrays.stream(HOUR_WEIGHTS).sum();
    private static final int MILLIS_PER_HOUR = 3_600_000;

    private final long[] hourStartMicros = new long[HOUR_WEIGHTS.length];

    DayClock(LocalDate day, ZoneId zone) {
        for (int hour = 0; hour < hourStartMicros.length; hour++) {
            ZonedDateTime start = ZonedDateTime.of(day, LocalTime.of(hour, 0), zone);
            hourStartMicros[hour] = IsoTime.micros(start.toInstant());
        }
    }

    long micros(SplittableRandom random) {
        int weight = random.nextInt(TOTAL_WEIGHT);
        int hour = 0;
        while (weight >= HOUR_WEIGHTS[hour]) {
            weight -= HOUR_WEIGHTS[hour++];
        }
        return hourStartMicros[hour] + 1_000L * random.nextInt(MILLIS_PER_HOUR);
    }
}
