package dev.backstory.lake.days;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A record for each day, {@code <table>/dt=D/_PUBLISHED.json}: one listing says which days there are, and their tags. */
public final class RecordObjects implements DayRecords {
    private static final String DAY_PREFIX = "dt=";

    private final SmallObjects objects;
    private final Path table;
    private final String name;

    /** @param name of each record */
    public RecordObjects(SmallObjects objects, Path table, String name) {
        this.objects = objects;
        this.table = table;
        this.name = name;
    }

    @Override
    public SortedMap<LocalDate, String> tags() {
        SortedMap<LocalDate, String> tags = new TreeMap<>();
        for (Listed object : objects.objects(table, DAY_PREFIX)) {
            LocalDate dt = object.name().equals(name)
                    ? DayText.parse(object.path().getParent().getName())
                    : null;
            if (dt != null) {
                tags.put(dt, object.tag());
            }
        }
        return tags;
    }

    @Override
    public Optional<Found> read(LocalDate dt) {
        Path file = file(dt);
        return objects.tagged(file).map(found -> new Found(file, found.text(), found.tag()));
    }

    @Override
    public Optional<String> swap(LocalDate dt, @Nullable String tag, PublishRecord record) {
        return objects.swap(file(dt), tag, RunJson.write(record));
    }

    @Override
    public List<String> amongFiles(String tag) {
        return List.of();
    }

    /** There is none: a record knows nothing of the one before. */
    @Override
    public Set<String> endHistory(Instant before, boolean now) {
        return Set.of();
    }

    private Path file(LocalDate dt) {
        return new Path(new Path(table, DAY_PREFIX + dt), name);
    }
}
