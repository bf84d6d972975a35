package dev.backstory.cli;

import dev.backstory.command.BuildOptions;
import dev.backstory.spark.job.JobMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        header = "Build, audit and publish some days in one process.",
        description =
                "All steps, one after the other: actions, impressions, and what the history step makes of them. Days"
                        + " that are current are skipped.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bin/backstory run --config pipeline.yaml --dt 2025-08-14",
            "  bin/backstory run --config pipeline.yaml --from 2025-08-01 --to 2025-08-14 --rebuild"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    BuildOptions options;

    @Override
    public Integer call() {
        return JobMain.build("run", options, context -> new Pipeline(context).run());
    }
}
