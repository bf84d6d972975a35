package dev.backstory.inspect.status;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The table at the end of a run: what is published now of the days asked for, and where it lies. */
public final class PublishedSummary {
    /** Longer ranges show their ends only. */
    private static final int MOST_LINES = 40;

    private static final int SHOWN_AT_EACH_END = 10;

    private final PipelineConfig config;
    private final Lake lake;
    private final DayRange range;

    public PublishedSummary(PipelineConfig config, Lake lake, DayRange range) {
        this.config = config;
        this.lake = lake;
        this.range = range;
    }

    public List<String> lines() {
        Map<Table, SortedMap<LocalDate, PublishRecord>> published = new EnumMap<>(Table.class);
        for (Table table : config.tables()) {
            published.put(table, lake.published(table, range));
        }
        List<String> lines = new ArrayList<>();
        lines.add(row("dt", published.keySet().stream().map(Table::folder).toList()));
        List<LocalDate> days = range.days();
        lines.addAll(lines(days, published));
        lines.add("");
        for (Table table : config.tables(Step.HISTORY)) {
            SortedMap<LocalDate, PublishRecord> records = published.get(table);
            long rows = records.values().stream().mapToLong(PublishRecord::rows).sum();
            lines.add(records.size() + " of " + days.size() + " days published, " + Console.count(rows)
                    + (table == Table.TRAINING ? " training rows" : " histories"));
            lines.add("rows      " + new Path(lake.table(table), "dt=…"));
        }
        lines.add("audits    " + lake.reports());
        for (Table table : config.tables(Step.HISTORY)) {
            SortedMap<LocalDate, PublishRecord> records = published.get(table);
            if (!records.isEmpty()) {
                lines.add("          such as "
                        + new Path(lake.root(), records.get(records.lastKey()).report()));
            }
        }
        return lines;
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
