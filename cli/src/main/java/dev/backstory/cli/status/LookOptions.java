package dev.backstory.cli.status;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.lake.failure.UsageException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of a command that looks at days and builds none. */
public final class LookOptions {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The pipeline's config (a local file).")
    String config;

    @Option(names = "--from", paramLabel = "DAY", description = "First day, as 2025-08-14.")
    String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day, included.")
    String to;

    public String config() {
        return config;
    }

    /** The days asked for; empty when none were. */
    public Optional<DayRange> range() {
        if (from == null && to == null) {
            return Optional.empty();
        }
        if (from == null || to == null) {
            throw new UsageException("Cannot use " + (from == null ? "--to without --from" : "--from without --to")
                    + "; give both, or neither");
        }
        try {
            return Optional.of(new DayRange(day("--from", from), day("--to", to)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
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
