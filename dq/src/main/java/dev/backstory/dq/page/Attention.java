package dev.backstory.dq.page;

import dev.backstory.command.Count;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Step;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.State;
import dev.backstory.lake.state.TableState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a morning asks of a lake: which days need somebody, what to run, and what happened since yesterday.
 *
 * @param more lines that are not shown
 * @param commands to copy, in the order in which they are run
 * @param happened in the day before the page was written, a line for each table
 * @param newest of each table that has published days
 */
public record Attention(
        List<Line> lines, int more, List<String> commands, List<String> happened, List<NewestDay> newest) {
    private static final int MOST = 12;
    private static final Duration SINCE = Duration.ofDays(1);
    /** A day that was left out is what its config says. */
    private static final Set<State> QUIET = EnumSet.of(State.PUBLISHED, State.RUNNING, State.SKIPPED);

    /**
     * Days in a row of a table, in one state.
     *
     * @param says what became of them
     * @param href the report on the last of them; null without one
     */
    public record Line(
            String tone,
            String sign,
            String table,
            DayRange days,
            String says,
            @Nullable String href) {}

    /** @param config the config's path, as commands name it */
    static Attention of(LakeState state, String config, Instant now) {
        List<Line> lines = new ArrayList<>();
        for (TableState table : state.tables()) {
            for (State which : EnumSet.complementOf(EnumSet.copyOf(QUIET))) {
                TreeSet<LocalDate> days = new TreeSet<>();
                table.days().stream().filter(day -> day.state() == which).forEach(day -> days.add(day.dt()));
                DayRange.fold(days).forEach(range -> lines.add(line(table, range)));
            }
        }
        lines.sort(Comparator.comparing((Line line) -> line.days().to()).reversed());
        List<Line> shown = List.copyOf(lines.subList(0, Math.min(MOST, lines.size())));
        return new Attention(
                shown, lines.size() - shown.size(), commands(state, config), happened(state, now), newest(state));
    }

    private static List<NewestDay> newest(LakeState state) {
        return state.tables().stream()
                .map(NewestDay::of)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Line line(TableState table, DayRange range) {
        DayState last = table.day(range.to()).orElseThrow();
        DayCell cell = DayCell.of(table.table(), last);
        String many =
                range.from().equals(range.to()) ? "" : Count.of(range.days().size(), "day") + ", the last ";
        return new Line(cell.tone(), cell.sign(), table.table().folder(), range, many + cell.why(), cell.href());
    }

    private static List<String> commands(LakeState state, String config) {
        List<String> commands = new ArrayList<>();
        for (Step step : Step.values()) {
            DayRange.fold(state.days(step, day -> day.state() == State.STAGED))
                    .forEach(range -> commands.add(Suggestion.of("dq")
                            .option("--step", step.id())
                            .config(config)
                            .days(range)
                            .toString()));
        }
        state.rebuild()
                .ranges()
                .forEach(range -> commands.add(run(config, range).toString()));
        state.failedBehindPublished()
                .forEach(range ->
                        commands.add(run(config, range).option("--rebuild").toString()));
        return List.copyOf(commands);
    }

    private static Suggestion run(String config, DayRange range) {
        return Suggestion.of("run").config(config).days(range);
    }

    private static List<String> happened(LakeState state, Instant now) {
        Instant since = now.minus(SINCE);
        List<String> happened = new ArrayList<>();
        for (TableState table : state.tables()) {
            long days = 0;
            long rows = 0;
            long warned = 0;
            long failed = 0;
            for (DayState day : table.days()) {
                if (day.published() != null && day.published().publishedAt().isAfter(since)) {
                    days++;
                    rows += day.published().rows();
                    warned += DayCell.warns(day) ? 1 : 0;
                }
                failed += day.failure() != null && day.failure().auditedAt().isAfter(since) ? 1 : 0;
            }
            if (days + failed > 0) {
                happened.add(table.table().folder() + ": "
                        + (days == 0 ? "" : Count.of(days, "day") + " published, " + Count.of(rows, "row"))
                        + (warned == 0 ? "" : ", " + Count.of(warned, "day") + " with warnings")
                        + (days == 0 || failed == 0 ? "" : "; ")
                        + (failed == 0 ? "" : Count.of(failed, "day") + " failed"));
            }
        }
        return List.copyOf(happened);
    }
}
