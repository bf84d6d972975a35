package dev.backstory.impressions;

import dev.backstory.command.BuildOptions;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
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

/** Stages the impressions of some days, one row for every item; the audit of the step publishes them. */
@Command(
        name = "impressions",
        description = "Stage the impressions of some days, one row for every item shown.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bin/backstory impressions --config pipeline.yaml --from 2025-08-01 --to 2025-08-14"
        })
public final class ImpressionsJob implements Callable<Integer> {
    @Mixin
    private final BuildOptions options = new BuildOptions();

    /** Its help is read where there is no Spark: no class of Spark's is in the signature. */
    public static void main(String[] args) throws Exception {
        JobMain.exit(new ImpressionsJob(), args);
    }

    @Override
    public Integer call() {
        return JobMain.build(Step.IMPRESSIONS.id(), options, ImpressionsJob::run);
    }

    /** Runs the step in this process; the result is its exit code: 1 when a source is not there yet. */
    public static int run(JobContext context) {
        return Watched.step(context, Step.IMPRESSIONS, ImpressionsJob::stage);
    }

    private static int stage(JobContext context) {
        String settings = SettingsHash.impressions(context.config());
        DayArrivals arrivals = new DayArrivals(context, Table.IMPRESSIONS);
        DaySelection.of(context, Table.IMPRESSIONS, settings)
                .flatMap(arrivals::worthReading)
                .ifPresent(days -> new StagingPass(context, Table.IMPRESSIONS, settings, days, arrivals)
                        .stage(List.of(read(context, days))));
        return arrivals.exitCode();
    }

    private static SourceRows read(JobContext context, RequestedDays days) {
        PipelineConfig config = context.config();
        return new SourceReader(context.spark(), config)
                .impressions(config.sources().impressions(), days);
    }
}
