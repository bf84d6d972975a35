package dev.backstory.inspect.status;

import dev.backstory.command.Count;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.MonthPack;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Packs;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Which months of actions are packed. An unpacked month is no error; its actions are read day by day.
 *
 * @param months in order; empty for a lake without packs
 */
record PackStatus(List<Month> months) {

    /** A month that has a pack or could have one. */
    record Month(YearMonth month, MonthPack.State state) {}

    /** The packs of the months of the days that were looked at. */
    static PackStatus read(Lake lake, PipelineConfig config, LakeState state) {
        List<YearMonth> packed = new Packs(lake).months();
        DayRange range = state.range();
        if (packed.isEmpty() || range == null) {
            return new PackStatus(List.of());
        }
        TreeSet<YearMonth> months = new TreeSet<>(MonthPack.monthsOf(published(state)));
        packed.stream()
                .filter(month -> !month.atEndOfMonth().isBefore(range.from())
                        && !month.atDay(1).isAfter(range.to()))
                .forEach(months::add);
        List<Month> found = new ArrayList<>();
        for (YearMonth month : months) {
            MonthPack.State is = MonthPack.read(lake, config, month).state();
            if (is != MonthPack.State.INCOMPLETE) {
                found.add(new Month(month, is));
            }
        }
        return new PackStatus(List.copyOf(found));
    }

    private static Collection<LocalDate> published(LakeState state) {
        return state.table(Table.ACTIONS).days().stream()
                .filter(day -> day.published() != null)
                .map(DayState::dt)
                .toList();
    }

    /** As text for people; nothing for a lake without packs. Consecutive months that are alike share a line. */
    List<String> lines(String configArgument) {
        if (months.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", "packs of actions"));
        int first = 0;
        for (int i = 1; i <= months.size(); i++) {
            if (i == months.size() || !follows(months.get(i - 1), months.get(i))) {
                lines.add(line(months.subList(first, i)));
                first = i;
            }
        }
        if (months.stream().anyMatch(month -> month.state() != MonthPack.State.CURRENT)) {
            lines.add("  Histories read the days of months that are not current, which takes longer; to pack them:");
            lines.add("    " + Suggestion.of("pack").config(configArgument));
        }
        return lines;
    }

    private static boolean follows(Month before, Month month) {
        return before.state() == month.state() && before.month().plusMonths(1).equals(month.month());
    }

    private static String line(List<Month> alike) {
        YearMonth from = alike.get(0).month();
        YearMonth to = alike.get(alike.size() - 1).month();
        return String.format(
                Locale.ROOT,
                "  %-24s %9s  %s",
                from.equals(to) ? from.toString() : from + " to " + to,
                Count.of(alike.size(), "month"),
                alike.get(0).state().id());
    }
}
