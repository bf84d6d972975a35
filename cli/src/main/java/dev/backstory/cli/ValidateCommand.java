package dev.backstory.cli;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.lake.job.ExitCode;
import dev.backstory.lake.job.Failures;
import dev.backstory.lake.job.JobMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = "Check a config and name all its problems, each with its line.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  backstory validate --config examples/otto/pipeline.yaml"})
final class ValidateCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The pipeline's config.")
    String config;

    @Override
    public Integer call() {
        return Failures.report("validate", () -> {
            PipelineConfig loaded = JobMain.load(config);
            System.out.printf(
                    "%s is fine: pipeline '%s', lake %s, zone %s%n",
                    config, loaded.name(), loaded.lake(), loaded.timezone());
            return ExitCode.OK;
        });
    }
}
