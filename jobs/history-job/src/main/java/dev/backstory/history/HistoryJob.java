package dev.backstory.history;

import dev.backstory.command.BuildOptions;
import dev.backstory.command.ExitCode;
import dev.backstory.core.contract.Step;
import dev.backstory.history.build.HistoryOutcome;
import dev.backstory.history.build.HistoryPipeline;
import dev.backstory.history.build.RangePlan;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.job.JobMain;
import java.util.concurrent.Callable;
import org.apache.spark.SparkUserAppException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The history step as a program of its own, for spark-submit, and as a call within another process. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Lays each customer's newest actions beside the impressions of a day or of a range of days, and"
                + " stages the rows for the audit.",
        footer = {
            "",
            "Examples:",
            "  bin/backstory history --config pipeline.yaml --dt 2025-08-14",
            "  bin/backstory history --config pipeline.yaml --from 2025-08-01 --to 2025-08-14 --rebuild"
        })
public final class HistoryJob implements Callable<Integer> {
    @Mixin
    private BuildOptions options;

    public static void main(String[] args) throws SparkUserAppException {
        JobMain.exit(new HistoryJob(), args);
    }

    @Override
    public Integer call() {
        return JobMain.build(Step.HISTORY.id(), options, HistoryJob::run);
    }

    /**
     * Stages the days of the context's range that are missing or stale. Days whose inputs are not published are named
     * and left out; the others are staged all the same.
     *
     * @return 0, or 1 when days were left out
     */
    public static int run(JobContext context) {
        return build(context).refused().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
    }

    /** As {@link #run}, telling what became of each day. */
    public static HistoryOutcome build(JobContext context) {
        return new HistoryPipeline(context, new RangePlan(context)).run();
    }
}
