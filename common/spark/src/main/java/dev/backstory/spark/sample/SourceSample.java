package dev.backstory.spark.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What becomes of the first rows of a source.
 *
 * @param source as the config calls it
 * @param rows raw rows that were looked at
 * @param kept rows of its table that they make: of impressions, items
 * @param rejected of them
 * @param filtered raw rows that are none of the source
 * @param withoutItems impressions that show nothing
 * @param first some of the kept rows
 * @param reasons for which others are rejected, the commonest first
 * @param days of the kept rows, each with how many there are, in their order
 * @param otherDay kept actions whose time lies on another day than their dt
 * @param hours kept actions with a time, by its hour counted from the start of their dt in UTC; empty where the day is
 *     taken from the time
 */
public record SourceSample(
        String source,
        int rows,
        long kept,
        long rejected,
        long filtered,
        long withoutItems,
        List<SampledRow> first,
        List<RejectedFor> reasons,
        Map<LocalDate, Long> days,
        long otherDay,
        Map<Long, Long> hours) {

    /** Of what was kept or rejected, the share that was rejected; 0 of nothing. */
    public double rejectedShare() {
        return rejected == 0 ? 0 : (double) rejected / (kept + rejected);
    }
}
