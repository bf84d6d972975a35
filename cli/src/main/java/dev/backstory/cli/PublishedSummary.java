package dev.backstory.cli;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.job.Console;
import dev.backstory.lake.job.JobContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;

/** The table at the end of a run: what is published now of the days asked for, and where it lies. */
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
        for (Step step : Step.values()) {
            published.put(step.table(), context.lake().published(step.table(), context.range()));
        }
        Console console = context.console();
        console.line("");
        console.line(String.format(Locale.ROOT, "%-10s  %20s  %20s  %20s", "dt", "actions", "impressions", "training"));
        List<LocalDate> days = context.range().days();
        for (String line : lines(days, published)) {
            console.line(line);
        }
        SortedMap<LocalDate, PublishRecord> training = published.get(Table.TRAINING);
        console.line("");
        console.line(training.size() + " of " + days.size() + " days published, "
                + Console.count(training.values().stream()
                        .mapToLong(PublishRecord::rows)
                        .sum()) + " training rows");
        console.line("rows      " + new Path(context.lake().table(Table.TRAINING), "dt=…"));
        console.line("audits    " + context.lake().reports());
        if (!training.isEmpty()) {
            console.line("          such as "
                    + new Path(
                            context.lake().root(),
                            training.get(training.lastKey()).report()));
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
        return String.format(
                Locale.ROOT,
                "%-10s  %20s  %20s  %20s",
                day,
                cell(published.get(Table.ACTIONS).get(day)),
                cell(published.get(Table.IMPRESSIONS).get(day)),
                cell(published.get(Table.TRAINING).get(day)));
    }

    private static String cell(PublishRecord record) {
        return record == null ? "not published" : Console.count(record.rows()) + " " + record.verdict();
    }
}
