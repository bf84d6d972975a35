package dev.backstory.inspect.status;

import dev.backstory.command.Count;
import dev.backstory.core.calendar.DayText;
import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RawFiles;
import dev.backstory.inspect.status.RawChanges.Change;
import dev.backstory.lake.files.TableLog;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares published days of a source that is an Iceberg or Delta table in a folder with what was committed since, by
 * its log.
 *
 * @param changes days that are known to have changed
 * @param moved a line for days that may have changed, where it cannot be known which
 */
record TableChanges(List<Change> changes, List<String> moved) {
    private static final Logger LOG = LoggerFactory.getLogger(TableChanges.class);

    /** @param read what was read of the source, by day */
    static TableChanges of(Lake lake, Table table, String name, Source source, SortedMap<LocalDate, RawFiles> read) {
        SortedMap<LocalDate, String> versions = new TreeMap<>();
        read.forEach((day, raw) -> {
            if (raw.version() != null) {
                versions.put(day, raw.version());
            }
        });
        if (versions.isEmpty() || source.path() == null) {
            return new TableChanges(List.of(), List.of());
        }
        try {
            TableLog log =
                    TableLog.of(source.format(), source.path(), lake.files().conf());
            Map<String, TableLog.Changes> since =
                    log.since(new HashSet<>(versions.values()), source.columns().get("dt"));
            return of(table, name, source, versions, since);
        } catch (IOException | IllegalArgumentException e) {
            // As for raw files that cannot be reached from here, nothing is said.
            LOG.debug("Cannot look into {}", source.path(), e);
            return new TableChanges(List.of(), List.of());
        }
    }

    private static TableChanges of(
            Table table,
            String name,
            Source source,
            SortedMap<LocalDate, String> versions,
            Map<String, TableLog.Changes> since) {
        List<Change> changes = new ArrayList<>();
        List<LocalDate> unknown = new ArrayList<>();
        versions.forEach((day, version) -> {
            TableLog.Changes committed = since.get(version);
            if (committed == null || committed.isNothing()) {
                return;
            }
            if (days(source, committed.partitions()).contains(day)) {
                changes.add(new Change(
                        table, day, name, RawFiles.ofTable(name, version), RawFiles.ofTable(name, committed.now())));
            } else if (!committed.isKnown()) {
                unknown.add(day);
            }
        });
        List<String> moved = new ArrayList<>();
        if (!unknown.isEmpty()) {
            LocalDate first = unknown.get(0);
            String then = versions.get(first);
            moved.add(table.folder() + ": " + name + " is at "
                    + Objects.requireNonNull(since.get(then)).now() + ", and "
                    + Count.of(unknown.size(), "published day") + " from " + first + " on (then " + then
                    + ") had been read before; which of them have other rows now, its log does not say");
        }
        return new TableChanges(changes, moved);
    }

    private static Set<LocalDate> days(Source source, Set<String> partitions) {
        TimeFormat format = source.days();
        Set<LocalDate> days = new HashSet<>();
        for (String text : partitions) {
            LocalDate day = format == null ? DayText.parse(text) : format.parseDayWithoutZone(text);
            if (day != null) {
                days.add(day);
            }
        }
        return days;
    }
}
