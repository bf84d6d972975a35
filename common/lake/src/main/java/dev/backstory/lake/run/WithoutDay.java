package dev.backstory.lake.run;

import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import java.time.Instant;
import java.util.List;

/** The rejected rows without a day of a table on an object store: those of the run that was staged last. */
public record WithoutDay(RunId run, Instant stagedAt, List<StagedFile> files) {
    public static WithoutDay of(StagedRun run) {
        return new WithoutDay(run.run(), run.stagedAt(), run.unknownFiles());
    }
}
