package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.history.HistoryDays;
import java.time.LocalDate;
import java.time.Period;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What has to be built so that all days looked at are current, what that makes stale included: a day of actions that is
 * rebuilt reaches every day of the history step whose window holds it. Days that were left out are not among it.
 *
 * @param ranges the shortest ranges of days, in order
 * @param byTable the days of each table in them that will be built; the others are current
 * @param before days of actions before the range that windows need and that are not published
 */
public record Rebuild(List<DayRange> ranges, Map<Table, NavigableSet<LocalDate>> byTable, List<DayRange> before) {

    /** @param missingBefore the days of actions before the range that stop the building of a day of the history step */
    static Rebuild of(List<TableState> tables, Period lookback, Function<LocalDate, List<LocalDate>> missingBefore) {
        Map<Table, NavigableSet<LocalDate>> build = new EnumMap<>(Table.class);
        for (TableState table : tables) {
            TreeSet<LocalDate> days = new TreeSet<>();
            table.days().stream()
                    .filter(day -> !day.isCurrent() && day.state() != State.SKIPPED)
                    .map(DayState::dt)
                    .forEach(days::add);
            build.put(table.table(), days);
        }
        TreeSet<LocalDate> before = new TreeSet<>();
        for (TableState table : tables) {
            if (table.table().step() == Step.HISTORY) {
                NavigableSet<LocalDate> histories = days(build, table.table());
                table.days().stream()
                        .map(DayState::dt)
                        .filter(day -> days(build, Table.IMPRESSIONS).contains(day)
                                || reaches(days(build, Table.ACTIONS), day, lookback))
                        .forEach(histories::add);
                histories.forEach(day -> before.addAll(missingBefore.apply(day)));
            }
        }
        TreeSet<LocalDate> all = new TreeSet<>();
        build.values().forEach(all::addAll);
        return new Rebuild(DayRange.fold(all), build, DayRange.fold(before));
    }

    /** The days of a table that will be built. */
    public NavigableSet<LocalDate> days(Table table) {
        return days(byTable, table);
    }

    private static NavigableSet<LocalDate> days(Map<Table, NavigableSet<LocalDate>> build, Table table) {
        return build.computeIfAbsent(table, none -> new TreeSet<>());
    }

    private static boolean reaches(NavigableSet<LocalDate> actions, LocalDate day, Period lookback) {
        DayRange window = HistoryDays.window(day, lookback);
        return !actions.subSet(window.from(), true, window.to(), true).isEmpty();
    }
}
