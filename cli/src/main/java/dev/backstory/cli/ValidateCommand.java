package dev.backstory.cli;

import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = "Check a config and name all its problems, each with its line.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bin/backstory validate --config examples/otto/pipeline.yaml"})
final class ValidateCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The pipeline's config.")
    String config;

    @Override
    public Integer call() {
        return Failures.report("validate", () -> {
            PipelineConfig loaded = ConfigLoader.load(Path.of(config));
            Console.standard()
                    .line("%s is fine: pipeline '%s', lake %s, zone %s"
                            .formatted(config, loaded.name(), loaded.lake(), loaded.timezone()));
            return ExitCode.OK;
        });
    }
}
