package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lake holds of a range of days. Only the small metadata files are read: publish records, manifests of staged
 * runs, and of the reports those of days whose audit came after what is published.
 *
 * @param range the days; null when none was asked for and the lake knows none
 * @param tables actions, impressions, and what the history step writes by the config
 * @param rebuild what has to be built so that all these days are current
 */
public record LakeState(@Nullable DayRange range, List<TableState> tables, Rebuild rebuild) {

    /** All days that the lake knows. */
    public static LakeState read(Lake lake, PipelineConfig config) {
        return new StateReader(lake, config).read(null);
    }

    /** @param range the days, for every table */
    public static LakeState read(Lake lake, PipelineConfig config, DayRange range) {
        return new StateReader(lake, config).read(range);
    }

    public TableState table(Table table) {
        return tables.stream()
                .filter(each -> each.table() == table)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The pipeline makes no table " + table.folder()));
    }

    /** The days of a step's tables of which any is so, in order. */
    public NavigableSet<LocalDate> days(Step step, Predicate<DayState> which) {
        return days(tables.stream().filter(table -> table.table().step() == step), which);
    }

    /** The days of which any table is in this state, in order. */
    public NavigableSet<LocalDate> days(State which) {
        return days(day -> day.state() == which);
    }

    /** The days of which any table is so, in order. */
    public NavigableSet<LocalDate> days(Predicate<DayState> which) {
        return days(tables.stream(), which);
    }

    private static NavigableSet<LocalDate> days(Stream<TableState> tables, Predicate<DayState> which) {
        return tables.flatMap(table -> table.days().stream())
                .filter(which)
                .map(DayState::dt)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Days that failed while an older run of them stays published: nothing is missing, so only a rebuild tries again. */
    public List<DayRange> failedBehindPublished() {
        return DayRange.fold(days(day -> day.state() == State.FAILED && day.isCurrent()));
    }
}
