package dev.backstory.inspect.show;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.inspect.DayOptions;
import dev.backstory.lake.failure.BackstoryException;
import dev.backstory.lake.job.ExitCode;
import dev.backstory.lake.job.Failures;
import dev.backstory.lake.parquet.TrainingFileCursor;
import dev.backstory.lake.session.Sessions;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = "Show a published training row in readable form.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28",
            "  backstory show --config examples/otto/pipeline.yaml --dt 2022-08-28 --customer 3"
        })
public final class ShowCommand implements Callable<Integer> {
    @Mixin
    DayOptions options;

    @Option(
            names = "--customer",
            paramLabel = "ID",
            description = "A row of this customer; else the first with history.")
    @Nullable
    Long customer;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return Failures.report("show", () -> {
            PipelineConfig config = options.load();
            Lake lake = Sessions.lakeWithoutSession(config);
            PublishRecord published = lake.published(Table.TRAINING, options.dt())
                    .orElseThrow(() -> new BackstoryException("Cannot show a row of " + options.dt()
                            + " because training/dt=" + options.dt() + " is not published; run the day first"));
            lines(config, lake, published).forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        });
    }

    private List<String> lines(PipelineConfig config, Lake lake, PublishRecord published) {
        for (StagedFile file : published.files()) {
            Path path = new Path(lake.day(Table.TRAINING, published.dt()), file.name());
            try (TrainingFileCursor row =
                    TrainingFileCursor.open(path, lake.files().conf())) {
                if (find(row)) {
                    return new TrainingRow(config).lines(published, row);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        throw new BackstoryException("Cannot show a row of " + published.dt() + " because none is "
                + (customer == null ? "one with a history" : "of customer " + customer) + "; try another day");
    }

    private boolean find(TrainingFileCursor row) throws IOException {
        if (customer != null) {
            return row.seek(customer) && row.customerId() == customer;
        }
        while (row.next()) {
            if (row.historyLength() > 0) {
                return true;
            }
        }
        return false;
    }
}
