package dev.backstory.inspect.status;

import dev.backstory.command.Count;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RawFiles;
import dev.backstory.lake.files.RawDays;
import dev.backstory.lake.state.DayState;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.StaleReason;
import dev.backstory.lake.state.State;
import dev.backstory.lake.state.TableState;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Published days whose raw files are no longer those that were read: there are others, their sizes differ, or they were
 * written again. Only sources that keep each day in a separate folder, or in partitions of a Delta table, and that can
 * be listed from here, can tell.
 *
 * @param moved a line for each table that has a new version of which nobody can tell which days it concerns
 */
record RawChanges(List<Change> changes, List<String> moved) {
    private static final int MOST_LINES = 20;

    /**
     * A source of a day.
     *
     * @param read what was read
     * @param now what is there; at least one file, since raw files are deleted at some point
     */
    record Change(Table table, LocalDate dt, String source, RawFiles read, RawFiles now) {
        String text() {
            if (read.version() != null) {
                return table.folder() + " " + dt + ": source has changed: " + source + " was read at " + read.version()
                        + ", and its rows of this day are others at " + now.version();
            }
            String then = files(read);
            return table.folder() + " " + dt + ": source has changed: " + source
                    + (then.equals(files(now))
                            ? " has " + then + ", written again since"
                            : " had " + then + " and has " + files(now) + " now");
        }

        private static String files(RawFiles raw) {
            return raw.files() == 0
                    ? "no file"
                    : Count.of(raw.files(), "file") + " of " + Count.of(raw.bytes(), "byte");
        }
    }

    static RawChanges read(Lake lake, PipelineConfig config, LakeState state) {
        List<Change> changes = new ArrayList<>();
        List<String> moved = new ArrayList<>();
        for (TableState table : state.tables()) {
            config.sources().of(table.table()).forEach((name, source) -> {
                SortedMap<LocalDate, RawFiles> read = read(table, name);
                if (source.format() == Format.ICEBERG || source.format() == Format.DELTA) {
                    TableChanges ofTable = TableChanges.of(lake, table.table(), name, source, read);
                    changes.addAll(ofTable.changes());
                    moved.addAll(ofTable.moved());
                } else {
                    changes.addAll(of(lake, table, name, source, read));
                }
            });
        }
        return new RawChanges(List.copyOf(changes), List.copyOf(moved));
    }

    private static SortedMap<LocalDate, RawFiles> read(TableState table, String name) {
        SortedMap<LocalDate, RawFiles> read = new TreeMap<>();
        for (DayState day : table.days()) {
            DayState.Publication published = day.published();
            if (published != null && isAsBuilt(day)) {
                published.raw().stream()
                        .filter(raw -> raw.source().equals(name))
                        .forEach(raw -> read.put(day.dt(), raw));
            }
        }
        return read;
    }

    private static List<Change> of(
            Lake lake, TableState table, String name, Source source, SortedMap<LocalDate, RawFiles> read) {
        List<Change> changes = new ArrayList<>();
        if (!read.isEmpty()) {
            RawDays.list(name, source, read.keySet(), lake.files().conf()).forEach((dt, now) -> {
                if (now.files() > 0 && !now.equals(read.get(dt))) {
                    changes.add(new Change(table.table(), dt, name, read.get(dt), now));
                }
            });
        }
        return changes;
    }

    /** A day that is being rebuilt, or whose source may be another one now, is reported elsewhere. */
    private static boolean isAsBuilt(DayState day) {
        return (day.state() == State.PUBLISHED || day.state() == State.STALE)
                && day.stale().stream().noneMatch(reason -> reason.kind() == StaleReason.Kind.SETTINGS);
    }

    /** As text for people; nothing if nothing has changed. */
    List<String> lines(String configArgument) {
        List<String> lines = new ArrayList<>();
        if (!moved.isEmpty()) {
            lines.addAll(List.of("", "Tables have other versions than those that were read:"));
            moved.forEach(line -> lines.add("  " + line));
        }
        if (changes.isEmpty()) {
            return lines;
        }
        lines.addAll(List.of("", "Raw files are not those that were read:"));
        changes.stream().limit(MOST_LINES).forEach(change -> lines.add("  " + change.text()));
        if (changes.size() > MOST_LINES) {
            lines.add("  … and " + (changes.size() - MOST_LINES) + " more");
        }
        lines.add("To build these days again:");
        commands(configArgument).forEach(command -> lines.add("  " + command));
        return lines;
    }

    List<String> commands(String configArgument) {
        TreeSet<LocalDate> days = new TreeSet<>();
        changes.forEach(change -> days.add(change.dt()));
        return DayRange.fold(days).stream()
                .map(range -> Suggestion.of("run").config(configArgument).days(range) + " --rebuild")
                .toList();
    }
}
