package dev.backstory.inspect.status;

import dev.backstory.command.Count;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.StaleReason;
import dev.backstory.lake.state.State;
import dev.backstory.lake.store.SkippedDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Consecutive days that are alike: in the same state, for the same kind of reason. */
record DayRun(List<DayState> days) {

    static List<DayRun> fold(List<DayState> days) {
        List<DayRun> folded = new ArrayList<>();
        List<DayState> run = new ArrayList<>();
        for (DayState day : days) {
            if (!run.isEmpty() && !likeness(run.get(0)).equals(likeness(day))) {
                folded.add(new DayRun(List.copyOf(run)));
                run.clear();
            }
            run.add(day);
        }
        if (!run.isEmpty()) {
            folded.add(new DayRun(List.copyOf(run)));
        }
        return folded;
    }

    private static List<Object> likeness(DayState day) {
        return List.of(
                day.state(),
                day.stale().stream()
                        .map(reason -> reason.kind() + " " + reason.table())
                        .collect(Collectors.toSet()),
                day.failure() == null ? List.of() : day.failure().checks(),
                day.waiting() == null ? "" : day.waiting().run(),
                day.unfinished() == null ? "" : day.unfinished().run(),
                day.published() == null,
                day.notArrived().keySet());
    }

    DayRange range() {
        return new DayRange(days.get(0).dt(), days.get(days.size() - 1).dt());
    }

    State state() {
        return days.get(0).state();
    }

    String text() {
        DayState first = days.get(0);
        List<String> parts = new ArrayList<>();
        switch (first.state()) {
            case FAILED -> {
                DayState.Failure last = days.get(days.size() - 1).failure();
                parts.add(last.verdict() + " " + String.join("; ", last.checks()) + " (run " + last.run() + ")");
                parts.add(last.report());
            }
            case STAGED ->
                parts.add("run " + first.waiting().run() + " waits for its audit since "
                        + time(first.waiting().stagedAt()));
            case RUNNING ->
                parts.add("run " + first.unfinished().run() + ", "
                        + first.unfinished().owner());
            case INTERRUPTED ->
                parts.add("run " + first.unfinished().run() + ", last heartbeat "
                        + time(first.unfinished().lastSign()));
            case SKIPPED -> parts.add(SkippedDays.text(first.notArrived()));
            default -> {}
        }
        parts.addAll(reasons());
        if (first.published() != null) {
            parts.add((first.state() == State.PUBLISHED ? "" : "published: ") + publication());
        }
        return String.join("; ", parts);
    }

    private String publication() {
        long rows = 0;
        Instant last = Instant.MIN;
        Set<RunId> runs = new LinkedHashSet<>();
        int warnings = 0;
        for (DayState day : days) {
            DayState.Publication published = day.published();
            rows += published.rows();
            last = published.publishedAt().isAfter(last) ? published.publishedAt() : last;
            runs.add(published.run());
            warnings += published.verdict() == Verdict.WARN ? 1 : 0;
        }
        return Count.of(rows, "row")
                + (warnings == 0 ? "" : days.size() == 1 ? ", WARN" : ", " + warnings + " WARN")
                + (runs.size() == 1 ? ", run " + runs.iterator().next() : ", " + runs.size() + " runs")
                + (days.size() == 1 ? ", " : ", last ")
                + time(last);
    }

    /** For a single change, its words; for many, the days of a table that changed. */
    private List<String> reasons() {
        Set<String> words = new LinkedHashSet<>();
        Map<String, TreeSet<LocalDate>> changed = new LinkedHashMap<>();
        for (DayState day : days) {
            for (StaleReason reason : day.stale()) {
                words.add(reason.text());
                if (reason.table() != null) {
                    changed.computeIfAbsent(summary(reason.kind(), reason.table()), none -> new TreeSet<>())
                            .addAll(reason.days().days());
                }
            }
        }
        if (words.size() <= 2) {
            return List.copyOf(words);
        }
        List<String> summaries = new ArrayList<>();
        if (words.contains("settings changed")) {
            summaries.add("settings changed");
        }
        changed.forEach((what, dates) -> summaries.add(String.format(
                what,
                dates.size() == 1 ? dates.first() : dates.size() + " days, " + dates.first() + " to " + dates.last())));
        return summaries;
    }

    private static String summary(StaleReason.Kind kind, Table table) {
        return switch (kind) {
            case REPLACED -> table.folder() + " were published again (%s)";
            case ADDED -> table.folder() + " were published since (%s)";
            case REMOVED -> table.folder() + " are no longer published (%s)";
            case SETTINGS -> "settings changed (%s)";
        };
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
