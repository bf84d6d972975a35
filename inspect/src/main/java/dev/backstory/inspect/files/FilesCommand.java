package dev.backstory.inspect.files;

import dev.backstory.command.ExitCode;
import dev.backstory.command.Failures;
import dev.backstory.command.RangeOptions;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "files",
        description = "Print the files of published days, one a line, as their records name them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bin/backstory files --config examples/otto/pipeline.yaml --dt 2022-08-28",
            "  bin/backstory files --config pipeline.yaml --table actions --from 2025-08-01 --to 2025-08-14"
        })
public final class FilesCommand implements Callable<Integer> {
    @Mixin
    RangeOptions options;

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            converter = TableName.class,
            description = "The table; training if it is not given.")
    @Nullable
    Table table;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        return Failures.report("files", () -> {
            Lake lake = Lake.open(options.load());
            DayRange range = options.range();
            Table asked = table == null ? Table.TRAINING : table;
            SortedMap<LocalDate, PublishRecord> records = lake.published(asked, range);
            requireAll(asked, range, records);
            PrintWriter out = spec.commandLine().getOut();
            records.values().forEach(record -> record.files().forEach(file -> out.println(lake.file(record, file))));
            out.flush();
            return ExitCode.OK;
        });
    }

    /** A reader of these files relies on having all days. */
    private static void requireAll(Table table, DayRange range, SortedMap<LocalDate, PublishRecord> records) {
        TreeSet<LocalDate> missing = new TreeSet<>(range.days());
        missing.removeAll(records.keySet());
        if (!missing.isEmpty()) {
            throw new BackstoryException("Cannot list the files of " + table.folder() + " because "
                    + DayRange.fold(missing).stream().map(DayRange::toString).collect(Collectors.joining(", "))
                    + (missing.size() == 1 ? " is" : " are") + " not published; build what is missing, or ask for"
                    + " other days");
        }
    }
}
