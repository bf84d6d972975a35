package dev.backstory.lake.run;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.RunId;
import java.time.Instant;
import java.util.List;

/**
 * A run in staging without a manifest.
 *
 * @param days the days it builds; empty if it died before it announced them
 * @param isAlive whether its process is alive, or may be alive on another machine
 * @param isOfAnother whether it certainly belongs to another process: its sign of life counts only while it writes
 * @param owner the process, in words
 * @param lastSign its last heartbeat
 */
public record UnfinishedRun(
        RunId run, List<DayRange> days, boolean isAlive, boolean isOfAnother, String owner, Instant lastSign) {
    /** The beginning of the names of runs in staging. */
    public static final String PREFIX = "run=";
}
