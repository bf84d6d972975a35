package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.days.DayRecords;
import dev.backstory.lake.files.InParallel;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.Tagged;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/**
 * The publish records of a lake whose files stay where they are written. One look says which days of a table there are,
 * and the tag of each record; a record is read only if its tag is neither known to this process nor in the table's index.
 * The index, which only object stores need ({@code <root>/_index/<table>.json}), is a copy of the records with their tags:
 * what it says counts only as long as the tag is that of the day, so it may be old, torn or missing.
 */
final class PointedDays {
    /** With more unknown records than these, the index is worth reading. */
    private static final int FEW = 2;

    /** With more records than these that the index lacks, it is worth writing. */
    private static final int MANY = 20;

    private final Lake lake;
    private final LakeFiles files;
    private final Map<Path, Entry> known = new ConcurrentHashMap<>();
    private final Map<Table, Tagged> indexes = new ConcurrentHashMap<>();
    private final Set<Table> lacking = ConcurrentHashMap.newKeySet();
    private final Set<StagedRun> withoutDayDone = ConcurrentHashMap.newKeySet();
    private final Map<Table, DayRecords> records = new ConcurrentHashMap<>();
    private final Function<Table, DayRecords> opening;
    private final boolean hasIndex;

    /** @param opening opens the records of a table */
    PointedDays(Lake lake, Function<Table, DayRecords> opening) {
        this.lake = lake;
        this.files = lake.files();
        this.opening = opening;
        this.hasIndex = files.onObjectStore(lake.root());
    }

    /** The records of a table, unread. */
    DayRecords of(Table table) {
        return records.computeIfAbsent(table, opening);
    }

    /** A record, with the tag of the object it was read from. */
    record Entry(String tag, PublishRecord record) {}

    /** The index of a table. */
    record Index(SortedMap<LocalDate, Entry> days) {}

    /** The day as it is now. */
    Optional<Entry> read(Table table, LocalDate dt) {
        Path file = lake.record(table, dt);
        Optional<Entry> now = of(table)
                .read(dt)
                .map(found -> new Entry(found.tag(), PublishRecords.read(found.text(), table, dt, found.file())));
        now.ifPresent(entry -> known.put(file, entry));
        return now;
    }

    List<LocalDate> days(Table table) {
        return List.copyOf(of(table).tags().keySet());
    }

    /** The days of a range as they were at one moment. */
    SortedMap<LocalDate, PublishRecord> read(Table table, DayRange range) {
        SortedMap<LocalDate, PublishRecord> records = new TreeMap<>();
        entries(table, range).forEach(entry -> records.put(entry.record().dt(), entry.record()));
        return records;
    }

    /** All days of a table. */
    List<Entry> entries(Table table) {
        return entries(table, new DayRange(LocalDate.of(0, 1, 1), LocalDate.of(9999, 12, 31)));
    }

    private List<Entry> entries(Table table, DayRange range) {
        List<Entry> entries = new ArrayList<>();
        List<LocalDate> unknown = new ArrayList<>();
        SortedMap<LocalDate, String> tags = of(table).tags();
        tags.keySet().removeIf(dt -> !range.contains(dt));
        long others = tags.entrySet().stream()
                .filter(day -> !isKnown(table, day.getKey(), day.getValue()))
                .count();
        if (hasIndex && others > FEW) {
            index(table).days().forEach((dt, entry) -> known.put(lake.record(table, dt), entry));
        }
        tags.forEach((dt, tag) -> {
            Entry entry = known.get(lake.record(table, dt));
            if (entry != null && entry.tag().equals(tag)) {
                entries.add(entry);
            } else {
                unknown.add(dt);
            }
        });
        InParallel.map(unknown, dt -> read(table, dt)).forEach(entry -> entry.ifPresent(entries::add));
        if (hasIndex && unknown.size() > MANY) {
            lacking.add(table);
        }
        return entries;
    }

    /** Whether the record of a day that was seen last passes a test; the day is not looked at again. */
    boolean isKnown(Table table, LocalDate dt, Predicate<PublishRecord> such) {
        Entry entry = known.get(lake.record(table, dt));
        return entry != null && such.test(entry.record());
    }

    /**
     * Whether the rows without a day need not be looked at any more: those of this run, or of a later one, are
     * published.
     */
    boolean isWithoutDayDone(StagedRun run) {
        return withoutDayDone.contains(run);
    }

    void withoutDayIsDone(StagedRun run) {
        withoutDayDone.add(run);
    }

    private boolean isKnown(Table table, LocalDate dt, String tag) {
        Entry entry = known.get(lake.record(table, dt));
        return entry != null && entry.tag().equals(tag);
    }

    /** Adds a record that this process has written to the index, along with all others of the table that it knows. */
    void publish(Table table, LocalDate dt, String tag, PublishRecord record) {
        known.put(lake.record(table, dt), new Entry(tag, record));
        if (hasIndex) {
            lacking.remove(table);
            addToIndex(table);
        }
    }

    /**
     * Adds what this process has read to the indexes that lacked many records, as those of a lake do that was copied to
     * where it is. For whoever writes in the lake anyway.
     */
    void completeIndexes() {
        for (Table table : Set.copyOf(lacking)) {
            lacking.remove(table);
            addToIndex(table);
        }
    }

    private void addToIndex(Table table) {
        try {
            if (!writeIndex(table)) {
                // Another process has written it: its entries are taken over. If a third one comes in between, so be
                // it.
                indexes.remove(table);
                var unused = writeIndex(table);
            }
        } catch (UncheckedIOException notNeeded) {
            // Nobody needs it to know what is published.
        }
    }

    private boolean writeIndex(Table table) {
        Path file = lake.index(table);
        Optional<Tagged> old = Optional.ofNullable(indexes.get(table)).or(() -> files.tagged(file));
        TreeMap<LocalDate, Entry> entries =
                new TreeMap<>(old.map(found -> index(found.text(), file).days()).orElse(new TreeMap<>()));
        known.forEach((path, entry) -> {
            if (entry.record().table() == table) {
                entries.put(entry.record().dt(), entry);
            }
        });
        String text = RunJson.write(new Index(entries));
        Optional<String> tag = files.swap(file, old.map(Tagged::tag).orElse(null), text);
        tag.ifPresent(written -> indexes.put(table, new Tagged(text, written)));
        return tag.isPresent();
    }

    private Index index(Table table) {
        Path file = lake.index(table);
        return files.tagged(file).map(found -> index(found.text(), file)).orElse(new Index(new TreeMap<>()));
    }

    private static Index index(String text, Path file) {
        try {
            return RunJson.read(text, Index.class, file.toString());
        } catch (IllegalArgumentException torn) {
            return new Index(new TreeMap<>());
        }
    }
}
