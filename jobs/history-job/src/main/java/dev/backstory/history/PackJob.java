package dev.backstory.history;

import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.Interrupt;
import dev.backstory.command.RangeOptions;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.failure.UsageException;
import dev.backstory.history.merge.RangePlan;
import dev.backstory.history.pack.PackPipeline;
import dev.backstory.spark.job.JobMain;
import dev.backstory.spark.session.JobSession;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Packs past months of actions: a program for spark-submit ({@code --class}), and a command of backstory. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        header = "Put the actions of past months into packs, for faster histories.",
        description =
                "A pack is a month in a few files, customer by customer, from which histories are built in a fraction"
                        + " of the time. What they hold is the same. Without --month and days: all months whose days are all"
                        + " published. Packs that are current are skipped. A pack is stale once one of its days is published again:"
                        + " it is not used, and is rebuilt here.",
        footer = {
            "",
            "Examples:",
            "  bin/backstory pack --config pipeline.yaml",
            "  bin/backstory pack --config pipeline.yaml --month 2025-07",
            "  bin/backstory pack --config pipeline.yaml --from 2025-06-01 --to 2025-08-14"
        })
public final class PackJob implements Callable<Integer> {
    /** With days: the months that they are in, as far as these are complete. */
    @Mixin
    private RangeOptions options;

    @Option(names = "--month", paramLabel = "MONTH", description = "One month, as 2025-07; it must be complete.")
    private @Nullable String month;

    @Option(names = "--rebuild", description = "Build the packs that are current too.")
    private boolean rebuild;

    /** Its help is read where there is no Spark: no class of Spark's is in the signature. */
    public static void main(String[] args) throws Exception {
        JobMain.exit(new PackJob(), args);
    }

    @Override
    public Integer call() {
        return Failures.report("pack", () -> {
            YearMonth only = month == null ? null : month(month);
            Optional<DayRange> days = options.given();
            if (only != null && days.isPresent()) {
                throw new UsageException("Cannot use --month together with days; give either a month or days");
            }
            PipelineConfig loaded = JobMain.load(options);
            // The same kind of work on the same data: with the settings of that step.
            Console console = Console.standard();
            if (JobSession.existing().isEmpty()) {
                Interrupt.leaves("pack", () -> "no pack was built. To go on: " + again(only, days));
            }
            try (JobSession session = JobMain.open(loaded, Step.HISTORY.id(), console)) {
                PackPipeline pipeline = new PackPipeline(
                        loaded,
                        options.config(),
                        session.spark(),
                        session.lake(loaded),
                        new RangePlan(session.spark().sparkContext().defaultParallelism()),
                        console);
                if (!session.isGuest()) {
                    Interrupt.leaves("pack", () -> pipeline.packed() + ". To go on: " + again(only, days));
                }
                if (only != null) {
                    pipeline.month(only, rebuild);
                } else if (days.isPresent()) {
                    pipeline.monthsOf(days.get(), rebuild);
                } else {
                    pipeline.all(rebuild);
                }
                return ExitCode.OK;
            }
        });
    }

    private String again(@Nullable YearMonth only, Optional<DayRange> days) {
        Suggestion again = Suggestion.of("pack").config(options.config());
        again = only == null ? again : again.option("--month", only);
        again = days.isPresent() ? again.days(days.get()) : again;
        return (rebuild ? again.option("--rebuild") : again).toString();
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "Cannot use --month '" + text + "' because it is not a month; write it as 2025-07", e);
        }
    }
}
