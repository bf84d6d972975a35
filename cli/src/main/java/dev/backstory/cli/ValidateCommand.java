package dev.backstory.cli;

import dev.backstory.cli.init.DataCheck;
import dev.backstory.command.ConfigOptions;
import dev.backstory.command.Console;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Sources;
import dev.backstory.core.config.key.ConfigException;
import dev.backstory.spark.session.Sessions;
import dev.backstory.spark.source.row.Condition;
import dev.backstory.spark.source.table.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = "Check a config and name all its problems, each with its line.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bin/backstory validate --config examples/otto/pipeline.yaml",
            "  bin/backstory validate --config examples/otto/pipeline.yaml --data"
        })
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--data",
            description =
                    "Also read the first 1,000 rows of each source: show three of them as they are read, and say how"
                            + " many are kept and why others are not.")
    private boolean data;

    @Override
    public Integer call() {
        return Failures.report("validate", () -> {
            PipelineConfig loaded = options.load();
            checkConditions(loaded.sources());
            Console.standard()
                    .line("%s is fine: pipeline '%s', lake %s, zone %s"
                            .formatted(options.config(), loaded.name(), loaded.lake(), loaded.timezone()));
            return data ? checkData(loaded) : ExitCode.OK;
        });
    }

    private static int checkData(PipelineConfig config) {
        try (SparkSession spark = Sessions.open(config, "validate")) {
            return new DataCheck(config, spark, Console.standard()).run();
        }
    }

    /** Checks their syntax only: the columns are not known without the data. */
    private void checkConditions(Sources sources) {
        List<String> problems = new ArrayList<>();
        try {
            sources.all()
                    .forEach((name, source) -> Optional.ofNullable(source.where())
                            .flatMap(Condition::syntaxError)
                            .ifPresent(error -> problems.add(options.config() + ": sources." + name + ".where: '"
                                    + source.where() + "' cannot be used: " + error)));
            sources.all()
                    .forEach((name, source) -> Optional.ofNullable(source.query())
                            .flatMap(query ->
                                    QueryText.problem(query, source.inputs().keySet()))
                            .ifPresent(error -> problems.add(options.config() + ": sources." + name
                                    + ".query: it cannot" + " be used: " + error)));
        } catch (NoClassDefFoundError e) {
            Console.standard()
                    .line(
                            "the conditions (where) and queries were not checked: that needs Spark, which 'make setup' brings");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
