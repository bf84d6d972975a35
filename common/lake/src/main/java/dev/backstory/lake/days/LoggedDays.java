package dev.backstory.lake.days;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.days.DayLog.Change;
import dev.backstory.lake.days.DayLog.Kept;
import dev.backstory.lake.days.DayLog.Version;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The records of a table in a table format. Each version of the table names a list of all its days, and the list names the
 * record of each; so one commit changes what readers of the format read and what Backstory knows of the day, and a table
 * that is rolled back takes its records with it. Records and lists are written once, under names that no other has, before
 * the commit that names them.
 *
 * <pre>
 * &lt;table&gt;/_runs/R/dt=D/_PUBLISHED.U.json   a record, among the files that it names; its path is its tag
 * &lt;table&gt;/_days/U.json                     the list of a version
 * </pre>
 */
public final class LoggedDays implements DayRecords {
    private static final String FOLDER = "_days";
    private static final String SUFFIX = ".json";
    private static final int UNIQUE = 13;
    private static final int MOST_TRIES = 200;
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private final SmallObjects objects;
    private final DayLog log;
    private final Path table;
    private final Turns turns;
    private final Map<String, SortedMap<LocalDate, String>> lists = new ConcurrentHashMap<>();

    /** A list of days, each with the path of its record below the table's folder. */
    record Days(SortedMap<LocalDate, String> days) {}

    public LoggedDays(SmallObjects objects, DayLog log, Path table, Turns turns) {
        this.objects = objects;
        this.log = log;
        this.table = table;
        this.turns = turns;
    }

    @Override
    public SortedMap<LocalDate, String> tags() {
        return new TreeMap<>(log.newest().map(version -> list(version.days())).orElse(new TreeMap<>()));
    }

    @Override
    public Optional<Found> read(LocalDate dt) {
        return Optional.ofNullable(tags().get(dt)).map(this::record);
    }

    private Found record(String tag) {
        Path file = new Path(table, tag);
        return new Found(file, objects.read(file).orElseThrow(() -> missing(file)), tag);
    }

    @Override
    public Optional<String> swap(LocalDate dt, @Nullable String tag, PublishRecord record) {
        PublishRecord old = tag == null ? null : read(tag);
        String mine = record.folder() + "/_PUBLISHED." + unique() + SUFFIX;
        objects.writeWhole(new Path(table, mine), RunJson.write(record));
        for (int tries = 1; tries <= MOST_TRIES; tries++) {
            Outcome outcome = inTurn(dt, tag, old, mine, record);
            if (outcome == Outcome.COMMITTED) {
                return Optional.of(mine);
            }
            if (outcome == Outcome.ANOTHER_RECORD) {
                objects.deleteObjects(List.of(new Path(table, mine)));
                return Optional.empty();
            }
            pause(tries);
        }
        objects.deleteObjects(List.of(new Path(table, mine)));
        throw new BackstoryException("Cannot publish " + record.table().folder() + " of " + dt + " by run "
                + record.run() + " because other commits to the table came first " + MOST_TRIES
                + " times; nothing was published, run it again");
    }

    private enum Outcome {
        COMMITTED,
        ANOTHER_RECORD,
        ANOTHER_VERSION
    }

    private Outcome inTurn(
            LocalDate dt, @Nullable String tag, @Nullable PublishRecord old, String mine, PublishRecord record) {
        try (Turns.Turn turn = turns.take()) {
            Version version = log.newest().orElse(null);
            SortedMap<LocalDate, String> days = new TreeMap<>(version == null ? Map.of() : list(version.days()));
            String now = days.get(dt);
            if (now == null ? tag != null : !now.equals(tag)) {
                return Outcome.ANOTHER_RECORD;
            }
            days.put(dt, mine);
            String list = FOLDER + "/" + UUID.randomUUID() + SUFFIX;
            objects.writeWhole(new Path(table, list), RunJson.write(new Days(days)));
            boolean committed;
            try {
                committed = log.commit(version, new Change(dt, old, record, new Path(table, folder(record)), list));
            } catch (RuntimeException unknown) {
                if (!isCommitted(dt, mine)) {
                    throw unknown;
                }
                committed = true;
            }
            if (!committed) {
                objects.deleteObjects(List.of(new Path(table, list)));
                return Outcome.ANOTHER_VERSION;
            }
            lists.put(list, days);
            return Outcome.COMMITTED;
        }
    }

    /** The answer may have been lost on its way; only the table itself can tell. */
    private boolean isCommitted(LocalDate dt, String mine) {
        try {
            return mine.equals(tags().get(dt));
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    private PublishRecord read(String tag) {
        Found found = record(tag);
        return RunJson.read(found.text(), PublishRecord.class, found.file().toString());
    }

    private static String folder(PublishRecord record) {
        if (record.folder() == null) {
            throw new IllegalArgumentException("It does not say where its files stay: " + record);
        }
        return record.folder();
    }

    @Override
    public List<String> amongFiles(String tag) {
        return List.of(tag);
    }

    @Override
    public Set<String> endHistory(Instant before, boolean now) {
        Kept kept = log.keepSince(before, now);
        Set<String> named = new TreeSet<>();
        if (now) {
            kept.old().forEach(list -> named.addAll(list(list).values()));
            objects.deleteObjects(objects.objects(table, FOLDER + "/").stream()
                    .filter(list -> list.changed().isBefore(before))
                    .map(Listed::path)
                    .filter(path -> !kept.all().contains(FOLDER + "/" + path.getName()))
                    .toList());
        }
        return named;
    }

    private SortedMap<LocalDate, String> list(String name) {
        SortedMap<LocalDate, String> known = lists.get(name);
        if (known != null) {
            return known;
        }
        Path file = new Path(table, name);
        try {
            SortedMap<LocalDate, String> days = objects.read(file)
                    .map(text -> RunJson.read(text, Days.class, file.toString()).days())
                    .orElseThrow(() -> missing(file));
            lists.put(name, days);
            return days;
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(e.getMessage() + "; " + remedy(), e);
        }
    }

    private BackstoryException missing(Path file) {
        return new BackstoryException("Cannot read " + file
                + ", which the table's newest version names, because it is not there; " + remedy());
    }

    private String remedy() {
        return "roll the table " + table + " back to a version whose files are all there";
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, UNIQUE);
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(Math.min(LONGEST_PAUSE_MILLIS, 10 * tries)) + 1L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackstoryException("Interrupted while publishing; nothing was published, run it again", e);
        }
    }
}
