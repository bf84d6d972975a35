package dev.backstory.command;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.failure.UsageException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command about days: which config, which days. */
public class RangeOptions extends ConfigOptions {
    /** More than ten years. */
    private static final int MOST_DAYS = 3_700;

    @Option(names = "--dt", paramLabel = "DAY", description = "One day, as 2025-08-14.")
    @Nullable
    String dt;

    @Option(names = "--from", paramLabel = "DAY", description = "First day of a range.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "DAY", description = "Last day of the range, included.")
    @Nullable
    String to;

    /** @throws UsageException if no days were asked for, or they are not a range */
    public DayRange range() {
        return given().orElseThrow(() -> new UsageException("Which days? Give --dt DAY, or --from DAY --to DAY"));
    }

    /**
     * The days asked for; empty when none were.
     *
     * @throws UsageException if what was asked for is not a range
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
        DayRange range;
        try {
            range = new DayRange(day("--from", from), day("--to", to));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
        requireNotTooMany(range);
        return Optional.of(range);
    }

    /** A mistyped year asks for hundreds of thousands of days. */
    private static void requireNotTooMany(DayRange range) {
        long days = ChronoUnit.DAYS.between(range.from(), range.to()) + 1;
        if (days > MOST_DAYS) {
            DayRange first = new DayRange(range.from(), range.from().plusDays(MOST_DAYS - 1));
            throw new UsageException("Cannot use " + range.arguments() + " because these are " + Console.count(days)
                    + " days; allowed: " + Console.count(MOST_DAYS) + " at once. Split the range, beginning with "
                    + first.arguments());
        }
    }
}
