package dev.backstory.observe.event;

import dev.backstory.core.run.StagedRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a job.
 *
 * @param code its exit code
 * @param failure why it did not do all of its work; null if it did
 * @param staged the manifests that it wrote, one for each table
 * @param days the days that it audited
 */
public record JobResult(
        int code, @Nullable String failure, Instant at, List<StagedRun> staged, List<DayVerdict> days) {}
