package dev.backstory.observe.event;

import dev.backstory.core.run.StagedRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a job.
 *
 * @param code its exit code
 * @param failure why it did not do all of its work; null when it did
 * @param staged the manifests that it left, one for each table
 * @param days what it judged
 */
public record JobResult(
        int code, @Nullable String failure, Instant at, List<StagedRun> staged, List<DayVerdict> days) {}
