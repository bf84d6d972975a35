package dev.backstory.cli;

import dev.backstory.command.ConfigOptions;
import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.core.config.PipelineConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "validate",
        description = "Check a config and name all its problems, each with its line.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bin/backstory validate --config examples/otto/pipeline.yaml"})
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        return Failures.report("validate", () -> {
            PipelineConfig loaded = options.load();
            Console.standard()
                    .line("%s is fine: pipeline '%s', lake %s, zone %s"
                            .formatted(options.config(), loaded.name(), loaded.lake(), loaded.timezone()));
            return ExitCode.OK;
        });
    }
}
