package dev.backstory.lake.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.run.RunJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the log in the folder of an Iceberg or Delta table says of its versions, by plain files. Of a table that belongs to
 * a catalog, only the catalog knows.
 */
public final class TableLog {
    /** What an Iceberg table without any snapshot has. */
    public static final String NO_SNAPSHOT = "no snapshot";

    private static final String SNAPSHOT = "snapshot ";
    private static final String VERSION = "version ";

    private static final Pattern DELTA = Pattern.compile("(\\d{20})\\.(json|checkpoint\\..*)");
    private static final Pattern ICEBERG = Pattern.compile("v(\\d+)(\\.gz)?\\.metadata\\.json(\\.gz)?");

    private final Format format;
    private final FileSystem system;
    private final Path folder;

    private TableLog(Format format, FileSystem system, Path folder) {
        this.format = format;
        this.system = system;
        this.folder = folder;
    }

    /**
     * The version that the table in a folder has now: {@code version 12} of Delta, {@code snapshot 4390…} of Iceberg.
     *
     * @return empty where there is no such table, or where a folder cannot tell
     * @throws IOException when the folder cannot be looked into
     */
    public static Optional<String> version(Format format, String folder, Configuration conf) throws IOException {
        return of(format, folder, conf).version();
    }

    /** @param format Iceberg or Delta; of any other there is no version */
    public static TableLog of(Format format, String folder, Configuration conf) throws IOException {
        Path table = new Path(folder);
        return new TableLog(format, table.getFileSystem(conf), table);
    }

    public Optional<String> version() throws IOException {
        try {
            return switch (format) {
                case DELTA -> {
                    OptionalLong last = deltaVersion();
                    yield last.isPresent() ? Optional.of(VERSION + last.getAsLong()) : Optional.empty();
                }
                case ICEBERG -> iceberg().map(Metadata::version);
                default -> Optional.empty();
            };
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * What was committed after a version.
     *
     * @param now the version of the table
     * @param partitions values of the column that files of these commits are partitioned by; none where nothing but the
     *     arrangement of the rows has changed
     * @param isKnown whether these are all: a table may have no such partitions, or its log may have been cleared
     */
    public record Changes(String now, Set<String> partitions, boolean isKnown) {
        public boolean isNothing() {
            return isKnown && partitions.isEmpty();
        }
    }

    /**
     * What was committed to the table since it was read.
     *
     * @param read versions that it was read at
     * @param column by which it may be partitioned
     * @return by version; without those that this table never had
     */
    public Map<String, Changes> since(Set<String> read, @Nullable String column) throws IOException {
        Map<String, Changes> changes = new HashMap<>();
        Optional<String> now = version();
        if (now.isEmpty()) {
            return changes;
        }
        if (format == Format.ICEBERG) {
            Metadata table = iceberg().orElseThrow();
            for (String version : read) {
                boolean isSame = table.isArrangedOnly(version);
                changes.put(version, new Changes(now.get(), Set.of(), isSame));
            }
            return changes;
        }
        Map<Long, Changes> commits = new HashMap<>();
        long last = number(now.get());
        for (String version : read) {
            if (version.startsWith(VERSION) && number(version) <= last) {
                changes.put(version, deltaSince(number(version), last, column, commits));
            }
        }
        return changes;
    }

    private static long number(String version) {
        return Long.parseLong(version.substring(version.indexOf(' ') + 1));
    }

    private OptionalLong deltaVersion() throws IOException {
        long last = -1;
        for (FileStatus status : system.listStatus(new Path(folder, "_delta_log"))) {
            Matcher name = DELTA.matcher(status.getPath().getName());
            if (name.matches()) {
                last = Math.max(last, Long.parseLong(name.group(1)));
            }
        }
        return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }

    /** @param known commits that have been looked at */
    private Changes deltaSince(long version, long last, @Nullable String column, Map<Long, Changes> known)
            throws IOException {
        Set<String> partitions = new TreeSet<>();
        boolean areAll = true;
        for (long commit = version + 1; commit <= last; commit++) {
            Changes ofCommit = known.get(commit);
            if (ofCommit == null) {
                ofCommit = deltaCommit(commit, column);
                known.put(commit, ofCommit);
            }
            partitions.addAll(ofCommit.partitions);
            areAll &= ofCommit.isKnown;
        }
        return new Changes(VERSION + last, partitions, areAll);
    }

    /** A file that a commit of Delta adds or removes. */
    private record DeltaFile(Map<String, String> partitionValues, boolean dataChange) {}

    private record DeltaAction(
            @Nullable DeltaFile add, @Nullable DeltaFile remove) {}

    private Changes deltaCommit(long commit, @Nullable String column) throws IOException {
        Path file = new Path(folder, String.format("_delta_log/%020d.json", commit));
        Set<String> partitions = new HashSet<>();
        boolean isKnown = true;
        String text;
        try (InputStream in = system.open(file)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException cleared) {
            return new Changes(VERSION + commit, partitions, false);
        }
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            DeltaAction action = RunJson.read(line, DeltaAction.class, file.toString());
            DeltaFile changed = action.add == null ? action.remove : action.add;
            if (changed != null && changed.dataChange) {
                Optional<String> value = partition(changed, column);
                value.ifPresent(partitions::add);
                isKnown &= value.isPresent();
            }
        }
        return new Changes(VERSION + commit, partitions, isKnown);
    }

    private static Optional<String> partition(DeltaFile file, @Nullable String column) {
        return file.partitionValues == null
                ? Optional.empty()
                : file.partitionValues.entrySet().stream()
                        .filter(value -> value.getKey().equalsIgnoreCase(column))
                        // Rows without a day are of none.
                        .map(value -> String.valueOf(value.getValue()))
                        .findFirst();
    }

    /** What Iceberg keeps of a table, as far as it matters here. */
    private record Metadata(
            @JsonProperty("current-snapshot-id") @Nullable Long current,
            @JsonProperty("snapshots") @Nullable List<Snapshot> snapshots) {
        String version() {
            return current == null || current < 0 ? NO_SNAPSHOT : SNAPSHOT + current;
        }

        /** Whether all snapshots since that one have the same rows in other files. */
        boolean isArrangedOnly(String version) {
            Map<Long, Snapshot> byId = new HashMap<>();
            if (snapshots != null) {
                snapshots.forEach(snapshot -> byId.put(snapshot.id, snapshot));
            }
            Long id = current;
            while (!version.equals(id == null || id < 0 ? NO_SNAPSHOT : SNAPSHOT + id)) {
                Snapshot snapshot = byId.get(id);
                if (snapshot == null || !snapshot.isArranged()) {
                    return false;
                }
                id = snapshot.parent;
            }
            return true;
        }
    }

    private record Snapshot(
            @JsonProperty("snapshot-id") long id,
            @JsonProperty("parent-snapshot-id") @Nullable Long parent,
            @Nullable Map<String, String> summary) {
        boolean isArranged() {
            return summary != null && "replace".equals(summary.get("operation"));
        }
    }

    /** As Iceberg finds it: from the version that the hint names, or the largest, on to the last that follows. */
    private Optional<Metadata> iceberg() throws IOException {
        Path metadata = new Path(folder, "metadata");
        TreeMap<Long, Path> versions = new TreeMap<>();
        boolean hasHint = false;
        for (FileStatus status : system.listStatus(metadata)) {
            Matcher name = ICEBERG.matcher(status.getPath().getName());
            if (name.matches()) {
                versions.put(Long.parseLong(name.group(1)), status.getPath());
            }
            hasHint |= status.getPath().getName().equals("version-hint.text");
        }
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        long version = hasHint ? hint(new Path(metadata, "version-hint.text")) : versions.lastKey();
        while (versions.containsKey(version + 1)) {
            version++;
        }
        Path file = versions.get(version);
        return file == null ? Optional.empty() : Optional.of(metadata(file));
    }

    private long hint(Path hint) throws IOException {
        try (InputStream in = system.open(hint)) {
            return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (NumberFormatException e) {
            throw new IOException(hint + " is not a version", e);
        }
    }

    private Metadata metadata(Path file) throws IOException {
        try (InputStream in = system.open(file);
                InputStream plain = file.getName().contains(".gz") ? new GZIPInputStream(in) : in) {
            return RunJson.read(
                    new String(plain.readAllBytes(), StandardCharsets.UTF_8), Metadata.class, file.toString());
        }
    }
}
