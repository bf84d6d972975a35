package dev.backstory.cli;

import dev.backstory.command.ConfigOptions;
import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.Sources;
import dev.backstory.core.config.key.ConfigException;
import dev.backstory.spark.source.row.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            checkConditions(loaded.sources());
            Console.standard()
                    .line("%s is fine: pipeline '%s', lake %s, zone %s"
                            .formatted(options.config(), loaded.name(), loaded.lake(), loaded.timezone()));
            return ExitCode.OK;
        });
    }

    /** By their syntax: which columns there are is only known with the data. */
    private void checkConditions(Sources sources) {
        List<String> problems = new ArrayList<>();
        try {
            sources.all()
                    .forEach((name, source) -> Optional.ofNullable(source.where())
                            .flatMap(Condition::syntaxError)
                            .ifPresent(error -> problems.add(options.config() + ": sources." + name + ".where: '"
                                    + source.where() + "' cannot be used: " + error)));
        } catch (NoClassDefFoundError e) {
            Console.standard()
                    .line("the conditions (where) were not checked: that needs Spark, which 'make setup' brings");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
