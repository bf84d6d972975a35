package dev.backstory.lake.run;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.RunId;
import java.time.Instant;
import java.util.List;

/**
 * A run in staging without a manifest.
 *
 * @param days what it is for; empty when it died before it said so
 * @param isAlive whether its process still lives, or may live on another machine
 * @param isOfAnother whether it surely is another process that works on it: its sign of life counts only while it writes
 * @param owner the process, in words
 * @param lastSign its last heartbeat
 */
public record UnfinishedRun(
        RunId run, List<DayRange> days, boolean isAlive, boolean isOfAnother, String owner, Instant lastSign) {
    /** What the names of runs in staging begin with. */
    public static final String PREFIX = "run=";
}
