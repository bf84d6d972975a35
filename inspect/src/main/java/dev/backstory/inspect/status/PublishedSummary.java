package dev.backstory.inspect.status;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.State;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The table at the end of a run: which of the requested days are published now, and where. */
public final class PublishedSummary {
    /** Of longer ranges, only the ends are shown. */
    private static final int MOST_LINES = 40;

    private static final int SHOWN_AT_EACH_END = 10;

    /** This many lines may be alike before they become one. */
    private static final int MOST_ALIKE = 3;

    private static final String FAILED = "failed";
    private static final String NOT_PUBLISHED = "not published";
    private static final String SKIPPED = "skipped";
    private static final Set<String> NOTHING = Set.of(FAILED, NOT_PUBLISHED, SKIPPED);

    private final PipelineConfig config;
    private final Lake lake;
    private final DayRange range;
    private @Nullable LakeState state;

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
        lines.addAll(lines(days.stream().map(day -> cells(day, published)).toList(), days));
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

    /** Of consecutive days that are not published, for the same reason, only the first gets a line. */
    private static List<String> lines(List<List<String>> cells, List<LocalDate> days) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < days.size(); i++) {
            int last = i;
            while (last + 1 < days.size()
                    && NOTHING.containsAll(cells.get(i))
                    && cells.get(last + 1).equals(cells.get(i))) {
                last++;
            }
            if (last - i >= MOST_ALIKE) {
                lines.add(row(days.get(i).toString(), cells.get(i)));
                lines.add("… and so are the days to " + days.get(last) + ", " + (last - i + 1) + " in all");
                i = last;
                continue;
            }
            boolean inTheMiddle =
                    days.size() > MOST_LINES && i >= SHOWN_AT_EACH_END && i < days.size() - SHOWN_AT_EACH_END;
            if (!inTheMiddle) {
                lines.add(row(days.get(i).toString(), cells.get(i)));
            } else if (i == SHOWN_AT_EACH_END) {
                lines.add("… " + (days.size() - 2 * SHOWN_AT_EACH_END) + " more days …");
            }
        }
        return lines;
    }

    private List<String> cells(LocalDate day, Map<Table, SortedMap<LocalDate, PublishRecord>> published) {
        List<String> cells = new ArrayList<>();
        published.forEach((table, records) -> cells.add(cell(table, day, records.get(day))));
        return cells;
    }

    private static String row(String first, List<String> cells) {
        return String.format(Locale.ROOT, "%-10s", first)
                + cells.stream()
                        .map(cell -> String.format(Locale.ROOT, "  %20s", cell))
                        .collect(Collectors.joining());
    }

    private String cell(Table table, LocalDate day, @Nullable PublishRecord record) {
        if (record != null) {
            return Console.count(record.rows()) + " " + record.verdict();
        }
        return switch (state(table, day)) {
            case FAILED -> FAILED;
            case SKIPPED -> SKIPPED;
            default -> NOT_PUBLISHED;
        };
    }

    /** Read only once a day is found that is not published: after a successful run it is not needed. */
    private State state(Table table, LocalDate day) {
        if (state == null) {
            state = LakeState.read(lake, config, range);
        }
        return state.table(table).day(day).map(DayState::state).orElse(State.MISSING);
    }
}
