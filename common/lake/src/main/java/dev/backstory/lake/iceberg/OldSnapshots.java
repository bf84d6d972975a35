package dev.backstory.lake.iceberg;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;

/**
 * Snapshots from before a moment that nobody has given a name, a tag or a branch. Iceberg's own expiry removes data files
 * as well, so tables do not allow it; here only metadata goes, and files go with Backstory's records of them.
 */
final class OldSnapshots {
    /** Fewer are not worth a commit of their own. */
    private static final int MANY = 100;

    /** The metadata of more is not looked through for what it shares with that of old ones, which then stays. */
    private static final int MOST_TO_COMPARE = 500;

    private final Table table;
    private final List<Snapshot> old = new ArrayList<>();
    private final List<Snapshot> others = new ArrayList<>();

    OldSnapshots(Table table, Instant before) {
        this.table = table;
        Set<Long> named = new HashSet<>();
        table.refs().values().stream().map(SnapshotRef::snapshotId).forEach(named::add);
        for (Snapshot snapshot : table.snapshots()) {
            boolean isOld =
                    snapshot.timestampMillis() < before.toEpochMilli() && !named.contains(snapshot.snapshotId());
            (isOld ? old : others).add(snapshot);
        }
    }

    /** @param now whether it is worth a commit of its own, however few there are */
    void expire(boolean now) {
        if (old.isEmpty() || (!now && old.size() < MANY)) {
            return;
        }
        TableOperations operations = ((HasTableOperations) table).operations();
        TableMetadata base = operations.current();
        Set<String> files = files();
        try {
            operations.commit(
                    base,
                    TableMetadata.buildFrom(base)
                            .removeSnapshots(
                                    old.stream().map(Snapshot::snapshotId).toList())
                            .build());
        } catch (CommitFailedException nextTime) {
            return;
        }
        files.forEach(operations.io()::deleteFile);
        table.refresh();
    }

    /** The files of metadata that only old snapshots have. */
    private Set<String> files() {
        FileIO io = table.io();
        Set<String> files = new HashSet<>();
        old.forEach(snapshot -> {
            files.add(snapshot.manifestListLocation());
            if (others.size() <= MOST_TO_COMPARE) {
                snapshot.allManifests(io).stream().map(ManifestFile::path).forEach(files::add);
            }
        });
        if (others.size() <= MOST_TO_COMPARE) {
            others.forEach(snapshot ->
                    snapshot.allManifests(io).stream().map(ManifestFile::path).forEach(files::remove));
        }
        return files;
    }
}
