package dev.backstory.history;

import dev.backstory.command.BuildOptions;
import dev.backstory.command.ExitCode;
import dev.backstory.core.contract.Step;
import dev.backstory.history.build.HistoryPipeline;
import dev.backstory.history.merge.RangePlan;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.job.JobMain;
import dev.backstory.spark.job.Watched;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The history step: a program for spark-submit, and a call within another process. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Stage what each customer did before the impressions of some days.",
        footer = {
            "",
            "Examples:",
            "  bin/backstory history --config pipeline.yaml --dt 2025-08-14",
            "  bin/backstory history --config pipeline.yaml --from 2025-08-01 --to 2025-08-14 --rebuild"
        })
public final class HistoryJob implements Callable<Integer> {
    @Mixin
    private BuildOptions options;

    /** Its help is read where there is no Spark: no class of Spark's is in the signature. */
    public static void main(String[] args) throws Exception {
        JobMain.exit(new HistoryJob(), args);
    }

    @Override
    public Integer call() {
        return JobMain.build(Step.HISTORY.id(), options, HistoryJob::run);
    }

    /**
     * Stages the days of the context's range that are missing or stale. Blocked days, whose inputs are not published, are
     * named; the others are staged all the same.
     *
     * @return 0, or 1 when days are blocked
     */
    public static int run(JobContext context) {
        return run(context, false);
    }

    /** @param explained why inputs are not published has been printed already: of blocked days there is one line */
    public static int run(JobContext context, boolean explained) {
        return Watched.step(context, Step.HISTORY, of -> {
            List<LocalDate> blocked = new HistoryPipeline(of, new RangePlan(of), explained).run();
            return blocked.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
        });
    }
}
