package dev.backstory.inspect.show;

import dev.backstory.command.DayOptions;
import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.Printable;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.HistoriesFileCursor;
import dev.backstory.lake.table.TrainingFileCursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Show a published training row, or a customer's history, in readable form.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bin/backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28",
            "  bin/backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28 --customer 3",
            "  bin/backstory show --config pipeline.yaml --dt 2025-08-14 --table histories"
        })
public final class ShowCommand implements Callable<Integer> {
    @Mixin
    DayOptions options;

    @Option(
            names = "--customer",
            paramLabel = "ID",
            description = "A row of this customer; else the first with history.")
    @Nullable
    String customer;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            converter = OutputOption.class,
            description = "training or histories; else the first that history.outputs of the config has.")
    @Nullable
    Table table;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return Failures.report("show", () -> {
            PipelineConfig config = options.load();
            Lake lake = Lake.open(config);
            Table shown = table == null ? config.tables(Step.HISTORY).get(0) : table;
            PublishRecord published = lake.published(shown, options.dt())
                    .orElseThrow(() -> new BackstoryException("Cannot show a row of " + options.dt() + " because "
                            + shown.folder() + "/dt=" + options.dt() + " is not published; run the day first"));
            OriginalIds ids = new OriginalIds(config, lake);
            Long wanted = customer == null ? null : (Long) ids.customer("--customer", customer);
            lines(config, lake, published, ids, wanted).stream()
                    .map(Printable::of)
                    .forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        });
    }

    private List<String> lines(
            PipelineConfig config, Lake lake, PublishRecord published, OriginalIds ids, @Nullable Long wanted) {
        for (StagedFile file : published.files()) {
            Path path = lake.file(published, file);
            try {
                List<String> lines = published.table() == Table.TRAINING
                        ? Rows.training(config, published, path, lake.files().conf(), ids, wanted)
                        : Rows.history(published, path, lake.files().conf(), ids, wanted);
                if (!lines.isEmpty()) {
                    return lines;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        throw new BackstoryException("Cannot show a row of " + published.dt() + " because none is "
                + (customer == null ? "one with a history" : "of customer " + customer) + "; try another day");
    }

    /** In a class of its own, so that help for this command needs no class of Hadoop. */
    private static final class Rows {
        static List<String> training(
                PipelineConfig config,
                PublishRecord published,
                Path path,
                Configuration conf,
                OriginalIds ids,
                @Nullable Long wanted)
                throws IOException {
            try (TrainingFileCursor row = TrainingFileCursor.open(path, conf)) {
                return find(row, wanted) ? new TrainingRow(config, ids).lines(published, row) : List.of();
            }
        }

        static List<String> history(
                PublishRecord published, Path path, Configuration conf, OriginalIds ids, @Nullable Long wanted)
                throws IOException {
            try (HistoriesFileCursor row = HistoriesFileCursor.open(path, conf)) {
                return find(row, wanted) ? HistoriesRow.lines(published, row, ids) : List.of();
            }
        }

        private static boolean find(HistoriesFileCursor row, @Nullable Long wanted) throws IOException {
            if (wanted != null) {
                return row.seek(wanted) && row.customerId() == wanted;
            }
            while (row.next()) {
                if (row.history().slots() > 0) {
                    return true;
                }
            }
            return false;
        }

        private static boolean find(TrainingFileCursor row, @Nullable Long wanted) throws IOException {
            if (wanted != null) {
                return row.seek(wanted) && row.customerId() == wanted;
            }
            while (row.next()) {
                if (row.historyLength() > 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
