package dev.backstory.command;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.failure.UsageException;
import java.time.LocalDate;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** The options of a step that builds. */
public final class BuildOptions extends JobOptions {
    @Option(names = "--rebuild", description = "Build the days that are current too.")
    boolean rebuild;

    @Option(
            names = "--unfinished-days",
            description = "Build days that are not over too: what arrives after that is not in them.")
    boolean unfinishedDays;

    /**
     * Refuses days that are not over, unless they are asked for: what is published of such a day is a part of it, and would
     * count as current.
     */
    public void requireOver(DayRange range, ZoneId zone) {
        LocalDate today = LocalDate.now(zone);
        if (!unfinishedDays && !range.to().isBefore(today)) {
            throw new UsageException("Cannot build " + range + " because " + range.to() + " is not over yet in " + zone
                    + "; name days up to " + today.minusDays(1) + ", or give --unfinished-days if you mean it");
        }
    }

    public boolean rebuild() {
        return rebuild;
    }
}
