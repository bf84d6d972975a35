package dev.backstory.lake.delta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.files.InParallel;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a table's log: its entries, {@code 00000000000000000012.json}, and checkpoints, which are the state of the
 * table at a version in one file or in several parts. Entries from before a checkpoint may be gone.
 */
final class LogFolder {
    private static final Pattern ENTRY = Pattern.compile("(\\d{20})\\.json");
    private static final Pattern CHECKPOINT =
            Pattern.compile("(\\d{20})\\.checkpoint(?:\\.(\\d{10})\\.(\\d{10}))?\\.parquet");

    private final Path table;
    private final Path folder;
    private final SmallObjects objects;
    private final LakeFiles files;

    LogFolder(Path table, SmallObjects objects, LakeFiles files) {
        this.table = table;
        this.folder = new Path(table, "_delta_log");
        this.objects = objects;
        this.files = files;
    }

    /**
     * What is there, as one listing shows it.
     *
     * @param entries the versions that have one
     * @param checkpoints the files of each that is whole
     */
    record Listing(TreeSet<Long> entries, TreeMap<Long, List<Path>> checkpoints) {
        boolean isEmpty() {
            return entries.isEmpty() && checkpoints.isEmpty();
        }

        long newest() {
            return Math.max(
                    entries.isEmpty() ? -1 : entries.last(), checkpoints.isEmpty() ? -1 : checkpoints.lastKey());
        }
    }

    Listing list() {
        Listing found = new Listing(new TreeSet<>(), new TreeMap<>());
        Map<Long, Map<Integer, List<Path>>> parts = new TreeMap<>();
        for (Listed object : objects.objects(folder, "")) {
            Matcher entry = ENTRY.matcher(object.name());
            Matcher checkpoint = CHECKPOINT.matcher(object.name());
            if (entry.matches()) {
                found.entries().add(Long.parseLong(entry.group(1)));
            } else if (checkpoint.matches()) {
                int of = checkpoint.group(3) == null ? 1 : Integer.parseInt(checkpoint.group(3));
                parts.computeIfAbsent(Long.parseLong(checkpoint.group(1)), version -> new TreeMap<>())
                        .computeIfAbsent(of, size -> new ArrayList<>())
                        .add(object.path());
            }
        }
        parts.forEach((version, sizes) -> sizes.forEach((size, paths) -> {
            if (paths.size() == size) {
                found.checkpoints().put(version, paths);
            }
        }));
        return found;
    }

    Path file(long version) {
        return new Path(folder, String.format(Locale.ROOT, "%020d.json", version));
    }

    Optional<LogEntry> entry(long version) {
        return objects.read(file(version)).map(LogEntry::of);
    }

    /** Whether the entry was written: nobody had that version. */
    boolean write(long version, String text) {
        return objects.swap(file(version), null, text).isPresent();
    }

    /** The table at its newest version: the newest checkpoint, and the entries that follow it. */
    LogState state(Listing listing) {
        LogState state = new LogState();
        long newest = listing.newest();
        long from = 0;
        if (!listing.checkpoints().isEmpty()) {
            Map.Entry<Long, List<Path>> checkpoint = listing.checkpoints().lastEntry();
            InParallel.map(checkpoint.getValue(), this::read).forEach(state::add);
            from = checkpoint.getKey() + 1;
        }
        InParallel.map(
                        LongStream.rangeClosed(from, newest).boxed().toList(),
                        version -> entry(version).orElseThrow(() -> missing(version)))
                .forEach(entry -> state.add(entry.actions()));
        return state;
    }

    private List<ObjectNode> read(Path checkpoint) {
        try {
            return DeltaCheckpoint.read(checkpoint, files.conf());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + checkpoint, e);
        }
    }

    /** Writes a checkpoint, whole or not at all. Whoever else writes it writes the same. */
    void writeCheckpoint(long version, LogState state) {
        List<ObjectNode> actions = state.actions(Instant.now());
        Path file = new Path(folder, String.format(Locale.ROOT, "%020d.checkpoint.parquet", version));
        files.writeWhole(file, unfinished -> DeltaCheckpoint.write(unfinished, files.conf(), actions));
        ObjectNode last = JsonNodeFactory.instance
                .objectNode()
                .put("version", version)
                .put("size", actions.size())
                .put("numOfAddFiles", state.files().size());
        objects.writeWhole(new Path(folder, "_last_checkpoint"), last.toString());
    }

    BackstoryException missing(long version) {
        return new BackstoryException("Cannot read the Delta table " + table + " because " + file(version)
                + " is not there, and no checkpoint follows it; put it back, or give the lake another folder");
    }
}
