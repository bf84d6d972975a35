package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.config.rule.Level;
import dev.backstory.core.contract.Table;
import dev.backstory.core.history.HistoryDays;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many days of a day's lookback are published, according to its manifest.
 *
 * <p>Nothing is missing before {@code history.data-from}. If that is not set, it is unknown whether there are actions
 * before the first published ones: the first day with rows then says so, and later days do not repeat it.
 */
final class Coverage {
    private static final String CHECK = "the lookback is covered";
    private static final String UNCOVERED = "uncovered_days";

    private final PipelineConfig config;
    private final TableRules rules;
    private final Lake lake;

    Coverage(PipelineConfig config, TableRules rules, Lake lake) {
        this.config = config;
        this.rules = rules;
        this.lake = lake;
    }

    Expectation of(AuditDay day) {
        LocalDate dataFrom = config.history().dataFrom();
        return Expectation.fact(CHECK, UNCOVERED + " = 0", UNCOVERED)
                .warning(Warning.LOOKBACK_COVERED, rules)
                .meaning("Where days of the lookback are not published, histories are shorter than they would be.")
                .expecting("actions of all " + day.day().windowDays() + " days before " + day.dt() + " ("
                        + config.history().lookback() + ")"
                        + (dataFrom == null ? "" : " from " + dataFrom + " on (history.data-from)"))
                .withHint(
                        dataFrom == null
                                ? "histories of this day are shorter than the lookback allows; load the earlier days and"
                                        + " build this one again if they exist; if there are none, say so by"
                                        + " history.data-from"
                                : "histories of this day are shorter than the lookback allows; load the days that are"
                                        + " missing and build this one again");
    }

    /** @param days of one table, in order */
    void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        LocalDate dataFrom = config.history().dataFrom();
        Optional<LocalDate> first = dataFrom == null ? lake.firstPublished(Table.ACTIONS) : Optional.of(dataFrom);
        boolean said = false;
        for (AuditDay day : days) {
            DayFacts of = facts.get(day.dt());
            long rows = RowCount.problem(scan.get(day.dt())) == null
                    ? RowCount.of(scan.get(day.dt()))
                    : day.day().rows();
            int covered = day.day().coveredDays();
            int uncovered = day.day().windowDays() - covered;
            int before = first.map(start -> daysBefore(start, day)).orElse(0);
            int due = Math.max(0, uncovered - closed(first, day));
            int missing = Math.max(0, due - before);
            boolean tellsOfBefore = due > missing && dataFrom == null;
            boolean tells = rows > 0
                    && (missing > 0
                            || (tellsOfBefore
                                    && (rules.levelOf(Warning.LOOKBACK_COVERED) == Level.FAIL
                                            || !(said || isSaidBefore(day)))));
            said |= rows > 0 && tellsOfBefore;
            of.put(DayFacts.COVERED_DAYS, covered);
            of.put(UNCOVERED, tells ? uncovered : 0);
            of.observe(CHECK, Observation.of(observed(day, dataFrom, first, missing, due)));
        }
    }

    private static String observed(
            AuditDay day, @Nullable LocalDate dataFrom, Optional<LocalDate> first, int missing, int due) {
        int window = day.day().windowDays();
        int covered = day.day().coveredDays();
        if (dataFrom != null && due > missing) {
            return covered + missing == 0
                    ? "no day of the lookback has actions"
                    : count(covered) + " of " + count(covered + missing) + " days from " + dataFrom + " on are covered";
        }
        return count(covered) + " of " + count(window) + " days are covered"
                + (dataFrom == null && due > missing && first.isPresent()
                        ? "; the first published day of actions is " + first.get()
                        : "");
    }

    /** The days of the window before a day that were not published when the rows were made. */
    private int daysBefore(LocalDate start, AuditDay day) {
        return unpublished(day, dt -> dt.isBefore(start));
    }

    /**
     * The days of the window, from the first with actions on, on which the shop was closed and that are not published.
     */
    private int closed(Optional<LocalDate> first, AuditDay day) {
        return unpublished(
                day,
                dt -> config.calendar().isClosed(dt)
                        && first.filter(dt::isBefore).isEmpty());
    }

    private int unpublished(AuditDay day, Predicate<LocalDate> which) {
        List<LocalDate> found = HistoryDays.window(day.dt(), config.history().lookback()).days().stream()
                .filter(which)
                .toList();
        if (found.isEmpty()) {
            return 0;
        }
        Set<LocalDate> published = new HashSet<>();
        for (InputRun input : day.day().inputs()) {
            if (input.table() == Table.ACTIONS) {
                published.addAll(new DayRange(input.from(), input.to()).days());
            }
        }
        return (int) found.stream().filter(dt -> !published.contains(dt)).count();
    }

    /** Whether an earlier day of the table with rows is published: that one reaches back even further. */
    private boolean isSaidBefore(AuditDay day) {
        for (LocalDate dt : lake.days(day.run().table())) {
            if (!dt.isBefore(day.dt())) {
                return false;
            }
            if (lake.published(day.run().table(), dt).map(PublishRecord::rows).orElse(0L) > 0) {
                return true;
            }
        }
        return false;
    }
}
