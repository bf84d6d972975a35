package dev.backstory.cli;

import dev.backstory.command.Console;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.spark.job.JobContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The table at the end of a run: what is published now of the days asked for, and where it is. */
final class PublishedSummary {
    /** Longer ranges show their ends only. */
    private static final int MOST_LINES = 40;

    private static final int SHOWN_AT_EACH_END = 10;

    private final JobContext context;

    PublishedSummary(JobContext context) {
        this.context = context;
    }

    void print() {
        Map<Table, SortedMap<LocalDate, PublishRecord>> published = new EnumMap<>(Table.class);
        for (Table table : context.config().tables()) {
            published.put(table, context.lake().published(table, context.range()));
        }
        Console console = context.console();
        console.line("");
        console.line(row("dt", published.keySet().stream().map(Table::folder).toList()));
        List<LocalDate> days = context.range().days();
        for (String line : lines(days, published)) {
            console.line(line);
        }
        console.line("");
        for (Table table : context.config().tables(Step.HISTORY)) {
            SortedMap<LocalDate, PublishRecord> records = published.get(table);
            long rows = records.values().stream().mapToLong(PublishRecord::rows).sum();
            console.line(records.size() + " of " + days.size() + " days published, " + Console.count(rows)
                    + (table == Table.TRAINING ? " training rows" : " histories"));
            console.line("rows      " + new Path(context.lake().table(table), "dt=…"));
        }
        console.line("audits    " + context.lake().reports());
        for (Table table : context.config().tables(Step.HISTORY)) {
            SortedMap<LocalDate, PublishRecord> records = published.get(table);
            if (!records.isEmpty()) {
                console.line("          such as "
                        + new Path(
                                context.lake().root(),
                                records.get(records.lastKey()).report()));
            }
        }
    }

    private static List<String> lines(List<LocalDate> days, Map<Table, SortedMap<LocalDate, PublishRecord>> published) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            boolean inTheMiddle =
                    days.size() > MOST_LINES && i >= SHOWN_AT_EACH_END && i < days.size() - SHOWN_AT_EACH_END;
            if (!inTheMiddle) {
                lines.add(line(days.get(i), published));
            } else if (i == SHOWN_AT_EACH_END) {
                lines.add("… " + (days.size() - 2 * SHOWN_AT_EACH_END) + " more days …");
            }
        }
        return lines;
    }

    private static String line(LocalDate day, Map<Table, SortedMap<LocalDate, PublishRecord>> published) {
        return row(
                day.toString(),
                published.values().stream().map(of -> cell(of.get(day))).toList());
    }

    private static String row(String first, List<String> cells) {
        return String.format(Locale.ROOT, "%-10s", first)
                + cells.stream()
                        .map(cell -> String.format(Locale.ROOT, "  %20s", cell))
                        .collect(Collectors.joining());
    }

    private static String cell(PublishRecord record) {
        return record == null ? "not published" : Console.count(record.rows()) + " " + record.verdict();
    }
}
