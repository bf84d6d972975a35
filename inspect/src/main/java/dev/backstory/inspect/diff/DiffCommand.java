package dev.backstory.inspect.diff;

import dev.backstory.command.DayOptions;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.Printable;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        header = "Say which rows of a day two runs have differently.",
        description = "A run's files exist while it is published or staged (waiting for its audit, or failed it).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 the same, 1 an error that may pass, 2 wrong usage or config, 3 different.",
            "",
            "Examples:",
            "  bin/backstory diff --config pipeline.yaml --dt 2025-08-14 --run failed-run",
            "  bin/backstory diff --config pipeline.yaml --dt 2025-08-14 --table actions --runs before after"
        })
public final class DiffCommand implements Callable<Integer> {
    @Mixin
    DayOptions options;

    @ArgGroup(multiplicity = "1")
    Runs runs;

    static final class Runs {
        @Option(
                names = "--run",
                paramLabel = "B",
                description = "Compare the published run (left) with this staged one (right).")
        @Nullable
        String run;

        @Option(
                names = "--runs",
                arity = "2",
                paramLabel = "RUN",
                description = "Compare the first of these runs (left) with the second (right).")
        @Nullable
        List<String> both;
    }

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            defaultValue = "training",
            converter = TableOption.class,
            description = "training (the default), actions or impressions.")
    Table table;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "10",
            description = "At most so many rows of each kind are shown (${DEFAULT-VALUE}).")
    int examples;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return Failures.report("diff", () -> {
            if (examples < 0 || examples > 100_000) {
                throw new UsageException("Cannot use --examples " + examples
                        + " because it is not from 0 to 100000; omit it for the default, 10");
            }
            try {
                return compare();
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        });
    }

    private int compare() throws IOException {
        PipelineConfig config = options.load();
        if (table == Table.TRAINING && !config.history().writes(table)) {
            throw new UsageException("Cannot compare training because the pipeline does not write it"
                    + " (history.outputs: [histories]), and rows of histories are not compared; give --table actions or"
                    + " --table impressions");
        }
        Lake lake = Lake.open(config);
        RunDays days = new RunDays(lake, table, options.dt());
        RunDay left = runs.both == null ? days.published() : days.run(id(runs.both.get(0)));
        RunDay right = days.run(id(runs.both == null ? runs.run : runs.both.get(1)));
        if (left.run().equals(right.run())) {
            throw new UsageException("Cannot compare run " + left.run() + " with itself"
                    + (runs.both == null ? ", it is the published one" : "") + "; name two different runs");
        }
        Words words = new Words(config.timezone(), new OriginalIds(config, lake));
        Tally tally = new Tally(examples);
        try (DayRows before = new DayRows(left, lake.files().conf(), words);
                DayRows after = new DayRows(right, lake.files().conf(), words)) {
            new Comparison(before, after, tally).run();
        }
        Difference difference = difference(left, right, tally);
        if (json) {
            spec.commandLine().getOut().print(RunJson.write(difference));
        } else {
            new DifferenceText(difference, tally)
                    .lines().stream()
                            .map(Printable::of)
                            .forEach(spec.commandLine().getOut()::println);
        }
        spec.commandLine().getOut().flush();
        return difference.same() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static RunId id(String text) {
        try {
            return RunId.ofScheduler(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static Difference difference(RunDay left, RunDay right, Tally tally) {
        List<Difference.Pair> columns = Provenance.columns(left, right);
        return new Difference(
                left.table().folder(),
                left.dt(),
                tally.rows().isSame() && columns.isEmpty(),
                side(left),
                side(right),
                tally.rows(),
                tally.changes(),
                !left.settingsHash().equals(right.settingsHash()),
                columns,
                Provenance.inputs(left, right),
                new Difference.Examples(
                        tally.added().stream().map(Tally.Example::values).toList(),
                        tally.removed().stream().map(Tally.Example::values).toList(),
                        tally.changed().stream().map(Tally.Example::values).toList()));
    }

    private static Difference.Side side(RunDay day) {
        return new Difference.Side(day.run().value(), day.state(), day.at(), day.rows(), day.settingsHash());
    }
}
