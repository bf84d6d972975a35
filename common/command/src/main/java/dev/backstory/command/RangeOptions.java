package dev.backstory.command;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.key.ConfigException;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.failure.UsageException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command about days: which config, which days. */
public class RangeOptions {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The pipeline's config (a local file).")
    String config;

    @Option(names = "--dt", paramLabel = "DAY", description = "One day, as 2025-08-14.")
    @Nullable
    String dt;

    @Option(names = "--from", paramLabel = "DAY", description = "First day of a range.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day of the range, included.")
    @Nullable
    String to;

    /** The config's path as the user gave it. */
    public String config() {
        return config;
    }

    /** @throws ConfigException with all problems of the config */
    public PipelineConfig load() {
        return ConfigLoader.load(Path.of(config));
    }

    /** @throws UsageException if no days were asked for, or what was is no range */
    public DayRange range() {
        return given().orElseThrow(() -> new UsageException("Which days? Give --dt DAY, or --from DAY --to DAY"));
    }

    /**
     * The days asked for; empty when none were.
     *
     * @throws UsageException if what was asked for is no range
     */
    public Optional<DayRange> given() {
        if (dt != null && (from != null || to != null)) {
            throw new UsageException("Cannot use --dt together with --from/--to; give either one day or a range");
        }
        if (dt != null) {
            return Optional.of(DayRange.day(day("--dt", dt)));
        }
        if (from == null && to == null) {
            return Optional.empty();
        }
        if (from == null || to == null) {
            throw new UsageException("Cannot use " + (from == null ? "--to without --from" : "--from without --to")
                    + "; give both, or --dt for one day");
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
