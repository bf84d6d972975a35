package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.DayText;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.InParallel;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.Listed;
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
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/**
 * The publish records of a lake on an object store. One listing says which days of a table there are, and the tag of each
 * record; a record is read only if its tag is neither known to this process nor in the table's index. The index is a copy
 * of the records with their tags: what it says counts only as long as the tag is that of the day, so it may be old, torn or
 * missing.
 *
 * <pre>
 * &lt;root&gt;/&lt;table&gt;/dt=D/_PUBLISHED.json   the day: what its record names is what its readers read
 * &lt;root&gt;/_index/&lt;table&gt;.json
 * </pre>
 */
final class PointedDays {
    /** More records than these are worth a look into the index. */
    private static final int FEW = 2;

    private final Lake lake;
    private final LakeFiles files;
    private final Map<Path, Entry> known = new ConcurrentHashMap<>();
    private final Map<Table, Tagged> indexes = new ConcurrentHashMap<>();
    private final Set<StagedRun> withoutDayDone = ConcurrentHashMap.newKeySet();

    PointedDays(Lake lake) {
        this.lake = lake;
        this.files = lake.files();
    }

    /** A record, and the tag of the object it was read from. */
    record Entry(String tag, PublishRecord record) {}

    /** The index of a table. */
    record Index(SortedMap<LocalDate, Entry> days) {}

    /** The day as it is now. */
    Optional<Entry> read(Table table, LocalDate dt) {
        Path file = lake.record(table, dt);
        Optional<Entry> now = files.tagged(file).map(found -> entry(table, dt, file, found));
        now.ifPresent(entry -> known.put(file, entry));
        return now;
    }

    List<LocalDate> days(Table table) {
        return List.copyOf(tags(table).keySet());
    }

    /** The days of a range as they were at the moment of one listing. */
    SortedMap<LocalDate, PublishRecord> read(Table table, DayRange range) {
        SortedMap<LocalDate, PublishRecord> records = new TreeMap<>();
        List<LocalDate> unknown = new ArrayList<>();
        SortedMap<LocalDate, String> tags = tags(table);
        tags.keySet().removeIf(dt -> !range.contains(dt));
        long others = tags.entrySet().stream()
                .filter(day -> !isKnown(table, day.getKey(), day.getValue()))
                .count();
        if (others > FEW) {
            index(table).days().forEach((dt, entry) -> known.put(lake.record(table, dt), entry));
        }
        tags.forEach((dt, tag) -> {
            Entry entry = known.get(lake.record(table, dt));
            if (entry != null && entry.tag().equals(tag)) {
                records.put(dt, entry.record());
            } else {
                unknown.add(dt);
            }
        });
        InParallel.map(unknown, dt -> read(table, dt))
                .forEach(entry ->
                        entry.ifPresent(found -> records.put(found.record().dt(), found.record())));
        return records;
    }

    /** Whether what was last seen of a day is such; without a look at it. */
    boolean isKnown(Table table, LocalDate dt, Predicate<PublishRecord> such) {
        Entry entry = known.get(lake.record(table, dt));
        return entry != null && such.test(entry.record());
    }

    /** Whether the rows without a day need no look any more: those of this run, or of a later one, are published. */
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

    private SortedMap<LocalDate, String> tags(Table table) {
        SortedMap<LocalDate, String> tags = new TreeMap<>();
        for (Listed object : files.objects(lake.table(table), Lake.DAY_PREFIX)) {
            LocalDate dt = object.name().equals(Lake.PUBLISHED)
                    ? DayText.parse(object.path().getParent().getName())
                    : null;
            if (dt != null) {
                tags.put(dt, object.tag());
            }
        }
        return tags;
    }

    private Entry entry(Table table, LocalDate dt, Path file, Tagged found) {
        return new Entry(found.tag(), lake.record(found.text(), table, dt, file));
    }

    /** Takes a record that this process has written into the index, with all others of the table that it knows. */
    void publish(Table table, LocalDate dt, String tag, PublishRecord record) {
        known.put(lake.record(table, dt), new Entry(tag, record));
        try {
            if (!writeIndex(table)) {
                // Someone else has: what they know is taken in. If a third one comes between, so be it.
                indexes.remove(table);
                var unused = writeIndex(table);
            }
        } catch (UncheckedIOException notNeeded) {
            // The day is published without it.
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
