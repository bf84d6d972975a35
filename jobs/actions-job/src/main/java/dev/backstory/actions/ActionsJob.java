package dev.backstory.actions;

import dev.backstory.command.BuildOptions;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.files.InParallel;
import dev.backstory.spark.ingest.DayArrivals;
import dev.backstory.spark.ingest.DaySelection;
import dev.backstory.spark.ingest.StagingPass;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.job.JobMain;
import dev.backstory.spark.job.Watched;
import dev.backstory.spark.source.SourceReader;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stages the actions of some days; the audit of the step publishes them. */
@Command(
        name = "actions",
        description = "Stage the actions of some days: clicks, carts and orders in one table.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bin/backstory actions --config pipeline.yaml --from 2025-08-01 --to 2025-08-14"})
public final class ActionsJob implements Callable<Integer> {
    @Mixin
    private final BuildOptions options = new BuildOptions();

    /** Its help is read where there is no Spark: no class of Spark's is in the signature. */
    public static void main(String[] args) throws Exception {
        JobMain.exit(new ActionsJob(), args);
    }

    @Override
    public Integer call() {
        return JobMain.build(Step.ACTIONS.id(), options, ActionsJob::run);
    }

    /** Runs the step in this process; the result is its exit code: 1 when a source is not there yet. */
    public static int run(JobContext context) {
        return Watched.step(context, Step.ACTIONS, ActionsJob::stage);
    }

    private static int stage(JobContext context) {
        String settings = SettingsHash.actions(context.config());
        DayArrivals arrivals = new DayArrivals(context, Table.ACTIONS);
        DaySelection.of(context, Table.ACTIONS, settings)
                .flatMap(arrivals::worthReading)
                .ifPresent(days ->
                        new StagingPass(context, Table.ACTIONS, settings, days, arrivals).stage(read(context, days)));
        return arrivals.exitCode();
    }

    private static List<SourceRows> read(JobContext context, RequestedDays days) {
        PipelineConfig config = context.config();
        SourceReader reader = new SourceReader(context.spark(), config);
        return InParallel.map(
                config.sources().actionSources().entrySet(),
                source -> reader.actions(source.getKey(), source.getValue(), days));
    }
}
