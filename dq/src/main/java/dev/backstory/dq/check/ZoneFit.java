package dev.backstory.dq.check;

import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How well the dt of rows fits their times if dt is the day in a certain zone.
 *
 * @param offset of the zone from UTC, in hours
 * @param other the number of rows whose time is on another day in that zone
 */
public record ZoneFit(int offset, long other) {
    private static final int FIRST = -12;
    private static final int LAST = 14;
    private static final int HOURS_OF_A_DAY = 24;

    /**
     * The zone, by whole hours, in which the fewest rows are on another day; of several the one nearest to UTC.
     *
     * @param hours rows by the hour of their time, counted from the start of their dt in UTC
     */
    public static Optional<ZoneFit> best(Map<Long, Long> hours) {
        return hours.isEmpty()
                ? Optional.empty()
                : IntStream.rangeClosed(FIRST, LAST)
                        .mapToObj(offset -> of(offset, hours))
                        .min(Comparator.comparingLong(ZoneFit::other)
                                .thenComparingInt(fit -> Math.abs(fit.offset()))
                                .thenComparingInt(ZoneFit::offset));
    }

    private static ZoneFit of(int offset, Map<Long, Long> hours) {
        long other = hours.entrySet().stream()
                .filter(rows -> rows.getKey() + offset < 0 || rows.getKey() + offset >= HOURS_OF_A_DAY)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new ZoneFit(offset, other);
    }

    /** The zone's name, such as UTC or UTC+02:00. */
    public String zone() {
        return offset == 0 ? "UTC" : "UTC" + ZoneOffset.ofHours(offset);
    }
}
