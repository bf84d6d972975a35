package dev.backstory.lake.job;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.failure.UsageException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** The options that every step shares. Values are checked by {@link #range} and {@link #run}. */
public class JobOptions {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The pipeline's config (a local file).")
    String config;

    @Option(names = "--dt", paramLabel = "DAY", description = "One day, as 2025-08-14.")
    String dt;

    @Option(names = "--from", paramLabel = "DAY", description = "First day of a range, built in one pass.")
    String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day of the range, included.")
    String to;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Name of this run; a new one if left away. A retry under the same id starts it afresh.")
    String runId;

    public String config() {
        return config;
    }

    public DayRange range() {
        if (dt != null && (from != null || to != null)) {
            throw new UsageException("Cannot use --dt together with --from/--to; give either one day or a range");
        }
        if (dt != null) {
            return DayRange.day(day("--dt", dt));
        }
        if (from == null || to == null) {
            throw new UsageException("Which days? Give --dt DAY, or --from DAY --to DAY");
        }
        try {
            return new DayRange(day("--from", from), day("--to", to));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

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

    private static LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "Cannot use " + option + " '" + text + "' because it is not a day; write it as 2025-08-14", e);
        }
    }
}
