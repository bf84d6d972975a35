package dev.backstory.lake.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.TableLog.Changes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The snapshots of an Iceberg table that belongs to no catalog, by its newest file of metadata. */
final class IcebergVersions {
    private static final String SNAPSHOT = "snapshot ";
    private static final Pattern METADATA = Pattern.compile("v(\\d+)(\\.gz)?\\.metadata\\.json(\\.gz)?");

    private final FileSystem system;
    private final Path folder;

    IcebergVersions(FileSystem system, Path folder) {
        this.system = system;
        this.folder = folder;
    }

    /** For example {@code snapshot 4390…}; empty where there is no such table. */
    Optional<String> version() throws IOException {
        return newest().map(Metadata::version);
    }

    /** Whether nothing but the arrangement of the rows has changed since versions that the table had, by version. */
    Map<String, Changes> since(Set<String> read, String now) throws IOException {
        Map<String, Changes> changes = new HashMap<>();
        Metadata table = newest().orElseThrow();
        for (String version : read) {
            changes.put(version, new Changes(now, Set.of(), table.isArrangedOnly(version)));
        }
        return changes;
    }

    /** What Iceberg keeps of a table, as far as it matters here. */
    private record Metadata(
            @JsonProperty("current-snapshot-id") @Nullable Long current,
            @JsonProperty("snapshots") @Nullable List<Snapshot> snapshots) {
        String version() {
            return current == null || current < 0 ? TableLog.NO_SNAPSHOT : SNAPSHOT + current;
        }

        /** Whether all snapshots since that one have the same rows in other files. */
        boolean isArrangedOnly(String version) {
            Map<Long, Snapshot> byId = new HashMap<>();
            if (snapshots != null) {
                snapshots.forEach(snapshot -> byId.put(snapshot.id, snapshot));
            }
            Long id = current;
            while (!version.equals(id == null || id < 0 ? TableLog.NO_SNAPSHOT : SNAPSHOT + id)) {
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
    private Optional<Metadata> newest() throws IOException {
        Path metadata = new Path(folder, "metadata");
        TreeMap<Long, Path> versions = new TreeMap<>();
        boolean hasHint = false;
        for (FileStatus status : system.listStatus(metadata)) {
            Matcher name = METADATA.matcher(status.getPath().getName());
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
