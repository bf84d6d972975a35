package dev.backstory.core.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * The days of a zone as stretches of time: each lasts from its start ({@link IsoTime#dayStartMicros}) to the start of
 * the next. That is not always the day a local clock shows: where a clock was set back across midnight, it showed the
 * old day again after the new one had started.
 */
public final class DayStarts {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    /** One second after the earliest time that microseconds can represent. */
    private static final Instant FIRST = IsoTime.instant(Long.MIN_VALUE).plusSeconds(1);

    private final ZoneId zone;
    /** In order; a day that a zone left out starts with the next one. */
    private final long[] near;

    /** @param near days whose starts are looked up instead of worked out */
    public DayStarts(DayRange near, ZoneId zone) {
        this.zone = zone;
        this.near = near.days().stream()
                .mapToLong(day -> IsoTime.dayStartMicros(day, zone))
                .toArray();
    }

    /** The start of the day that holds a time, both in microseconds since 1970-01-01T00:00Z. */
    public long startOfDayOf(long micros) {
        int found = Arrays.binarySearch(near, micros);
        int place = found >= 0 ? found : -found - 2;
        boolean isNear = place >= 0 && place < near.length - 1;
        return isNear ? near[place] : workOut(IsoTime.instant(micros));
    }

    private long workOut(Instant time) {
        LocalDate day = time.atZone(zone).toLocalDate().plusDays(1);
        while (day.atStartOfDay(zone).toInstant().isAfter(time)) {
            day = day.minusDays(1);
        }
        Instant start = day.atStartOfDay(zone).toInstant();
        return start.isAfter(FIRST) ? Math.multiplyExact(start.getEpochSecond(), MICROS_PER_SECOND) : Long.MIN_VALUE;
    }
}
