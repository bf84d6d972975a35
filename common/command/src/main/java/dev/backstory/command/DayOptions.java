package dev.backstory.command;

import dev.backstory.core.failure.UsageException;
import java.time.LocalDate;
import picocli.CommandLine.Option;

/** The options of a command that looks at one day. */
public final class DayOptions extends ConfigOptions {
    @Option(names = "--dt", required = true, paramLabel = "DAY", description = "The day, as 2025-08-14.")
    String dt;

    /** @throws UsageException if what was asked for is not a day */
    public LocalDate dt() {
        return day("--dt", dt);
    }
}
