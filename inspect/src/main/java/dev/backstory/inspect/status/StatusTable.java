package dev.backstory.inspect.status;

import dev.backstory.command.Count;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The days of each table as lines for people: consecutive days that are alike share a line. */
public final class StatusTable {
    private final PipelineConfig config;
    private final LakeState state;

    public StatusTable(PipelineConfig config, LakeState state) {
        this.config = config;
        this.state = state;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        DayRange range = state.range();
        lines.add(config.name() + ", " + config.lake() + ": "
                + (range == null
                        ? "nothing yet"
                        : range + " (" + Count.of(range.days().size(), "day") + ")"));
        for (TableState table : state.tables()) {
            lines.add("");
            lines.add(table.table().folder() + (table.days().isEmpty() ? ": nothing yet" : ""));
            for (DayRun days : DayRun.fold(table.days())) {
                lines.add(String.format(
                                Locale.ROOT,
                                "  %-24s %9s  %-11s  %s",
                                days.range(),
                                Count.of(days.days().size(), "day"),
                                days.state().id(),
                                days.text())
                        .stripTrailing());
            }
        }
        return lines;
    }
}
