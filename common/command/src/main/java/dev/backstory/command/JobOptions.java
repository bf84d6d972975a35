package dev.backstory.command;

import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.RunId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every step shares. Values are checked by {@link #range} and {@link #run}. */
public class JobOptions extends RangeOptions {
    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Name of this run; by default a new one. A retry under the same id starts over.")
    @Nullable
    String runId;

    public RunId run() {
        try {
            return runId == null ? RunId.random() : RunId.ofScheduler(runId);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    public boolean hasRunId() {
        return runId != null;
    }
}
