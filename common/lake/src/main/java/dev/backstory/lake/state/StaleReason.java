package dev.backstory.lake.state;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a published day is not what a build would give now.
 *
 * @param table whose days changed since; null when the settings did
 * @param days the days of that table; null when the settings changed
 * @param recorded the run they were read from; null when they were not published then
 * @param now the run they are published by now; null when they are no longer
 */
public record StaleReason(
        Kind kind,
        @Nullable Table table,
        @Nullable DayRange days,
        @Nullable RunId recorded,
        @Nullable RunId now) {

    /** What changed. */
    public enum Kind {
        /** The settings that shape the table, or the layout this version writes. */
        SETTINGS,
        /** Input days are published by another run now. */
        REPLACED,
        /** Input days were not published then, and are now. */
        ADDED,
        /** Input days were published then, and are no longer. */
        REMOVED;

        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Why a published day is stale: empty exactly when it is current.
     *
     * @param settingsHash hash of the settings that would shape the day now
     * @param inputs the input runs a build of the day would record now
     */
    public static List<StaleReason> of(PublishRecord record, String settingsHash, List<InputRun> inputs) {
        List<StaleReason> reasons = new ArrayList<>();
        if (!record.settingsHash().equals(settingsHash)) {
            reasons.add(new StaleReason(Kind.SETTINGS, null, null, null, null));
        }
        if (!record.inputs().equals(inputs)) {
            for (Table table : Table.values()) {
                addChanges(reasons, table, byDay(table, record.inputs()), byDay(table, inputs));
            }
        }
        return List.copyOf(reasons);
    }

    private static TreeMap<LocalDate, RunId> byDay(Table table, List<InputRun> inputs) {
        TreeMap<LocalDate, RunId> runs = new TreeMap<>();
        for (InputRun input : inputs) {
            if (input.table() == table) {
                for (LocalDate day = input.from(); !day.isAfter(input.to()); day = day.plusDays(1)) {
                    runs.put(day, input.run());
                }
            }
        }
        return runs;
    }

    private static void addChanges(
            List<StaleReason> reasons, Table table, TreeMap<LocalDate, RunId> then, TreeMap<LocalDate, RunId> now) {
        TreeSet<LocalDate> days = new TreeSet<>(then.keySet());
        days.addAll(now.keySet());
        for (LocalDate day : days) {
            RunId recorded = then.get(day);
            RunId current = now.get(day);
            if (Objects.equals(recorded, current)) {
                continue;
            }
            StaleReason last = reasons.isEmpty() ? null : reasons.get(reasons.size() - 1);
            if (last != null && last.goesOnWith(table, day, recorded, current)) {
                DayRange longer = new DayRange(Objects.requireNonNull(last.days).from(), day);
                reasons.set(reasons.size() - 1, new StaleReason(last.kind, table, longer, recorded, current));
            } else {
                Kind kind = recorded == null ? Kind.ADDED : current == null ? Kind.REMOVED : Kind.REPLACED;
                reasons.add(new StaleReason(kind, table, DayRange.day(day), recorded, current));
            }
        }
    }

    private boolean goesOnWith(Table nextTable, LocalDate day, @Nullable RunId nextRecorded, @Nullable RunId nextNow) {
        return table == nextTable
                && days != null
                && days.to().plusDays(1).equals(day)
                && Objects.equals(recorded, nextRecorded)
                && Objects.equals(now, nextNow);
    }

    /** In words, such as {@code actions of 2025-08-11 are published by run b now, not by run a}. */
    public String text() {
        String which = table == null ? "" : table.folder() + " of " + days;
        return switch (kind) {
            case SETTINGS -> "settings changed";
            case REPLACED -> which + " are published by run " + now + " now, not by run " + recorded;
            case ADDED -> which + " were not published then, and are now, by run " + now;
            case REMOVED -> which + " were published then, by run " + recorded + ", and are no longer";
        };
    }
}
