package dev.backstory.lake.iceberg;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.days.DayLog;
import dev.backstory.lake.files.LakeFiles;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.ParquetUtil;
import org.jspecify.annotations.Nullable;

/**
 * A table of Iceberg whose versions are its snapshots. A snapshot says in its summary which run it publishes and where the
 * list of the table's days is, so a table that is rolled back, or read as of an earlier snapshot, says the right ones.
 */
final class IcebergLog implements DayLog {
    private final IcebergCatalog catalog;
    private final TableIdentifier name;
    private final Path folder;
    private final LakeFiles files;
    private @Nullable Table opened;

    IcebergLog(IcebergCatalog catalog, TableIdentifier name, Path folder, LakeFiles files) {
        this.catalog = catalog;
        this.name = name;
        this.folder = folder;
        this.files = files;
    }

    @Override
    public synchronized Optional<Version> newest() {
        return told("read", () -> newest(refreshed()));
    }

    private Optional<Version> newest(@Nullable Table table) {
        Snapshot current = table == null ? null : table.currentSnapshot();
        if (table == null || current == null) {
            return Optional.empty();
        }
        return Optional.of(new Version(Long.toString(current.snapshotId()), daysOf(table, current)));
    }

    /** Files that are only written anew change no day. */
    private static String daysOf(Table table, Snapshot current) {
        for (Snapshot snapshot = current; snapshot != null; snapshot = parent(table, snapshot)) {
            String days = snapshot.summary().get(DAYS);
            if (days != null) {
                return days;
            }
            if (!snapshot.operation().equals(DataOperations.REPLACE)) {
                throw new BackstoryException("Cannot read the Iceberg table " + table.name() + " because its snapshot "
                        + snapshot.snapshotId() + " (" + snapshot.operation() + ") is not of Backstory, so that nobody"
                        + " knows what its days are; roll the table back to the snapshot before it, and let"
                        + " Backstory alone write it");
            }
        }
        throw new BackstoryException("Cannot read the Iceberg table " + table.name() + " because none of its snapshots"
                + " is of Backstory; give the lake another folder, or storage.namespace another name");
    }

    private static @Nullable Snapshot parent(Table table, Snapshot snapshot) {
        Long parent = snapshot.parentId();
        return parent == null ? null : table.snapshot(parent);
    }

    private @Nullable Table refreshed() {
        try {
            if (opened == null) {
                opened = catalog.catalog().loadTable(name);
            } else {
                opened.refresh();
            }
        } catch (NoSuchTableException none) {
            opened = null;
        }
        return opened;
    }

    @Override
    public synchronized boolean commit(@Nullable Version before, Change change) {
        return told("commit to", () -> {
            try {
                return commitOnce(before, change);
            } catch (CommitFailedException someoneElseWasFirst) {
                return false;
            }
        });
    }

    private boolean commitOnce(@Nullable Version before, Change change) {
        Schema schema = IcebergSchema.of(change.record().schema());
        Table known = opened;
        Table table = known != null ? known : create(schema);
        IcebergSchema.evolve(table, schema);
        NameMapping mapping = mapping(table);
        AtomicBoolean isAnother = new AtomicBoolean();
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(
                        Expressions.equal(IcebergSchema.DT, change.dt().toString()))
                .validateWith(ancestors -> {
                    boolean follows = follows(ancestors.iterator(), before);
                    isAnother.set(!follows);
                    return follows;
                });
        change.record().files().forEach(file -> overwrite.addFile(dataFile(table, mapping, change, file)));
        change.facts().forEach(overwrite::set);
        try {
            overwrite.commit();
            return true;
        } catch (ValidationException e) {
            if (isAnother.get()) {
                return false;
            }
            throw e;
        }
    }

    /** Whether the snapshot that a new one would follow is the one that the publisher has seen. */
    private static boolean follows(Iterator<Snapshot> ancestors, @Nullable Version before) {
        return before == null
                ? !ancestors.hasNext()
                : ancestors.hasNext()
                        && Long.toString(ancestors.next().snapshotId()).equals(before.id());
    }

    private Table create(Schema schema) {
        catalog.makeNamespace();
        Catalog.TableBuilder builder = catalog.catalog()
                .buildTable(name, schema)
                .withPartitionSpec(IcebergSchema.byDay(schema))
                .withProperties(Map.of(
                        TableProperties.FORMAT_VERSION, "2",
                        TableProperties.DEFAULT_FILE_FORMAT, "parquet",
                        // Files go when Backstory's records of them do.
                        TableProperties.GC_ENABLED, "false",
                        // A commit that merges manifests reads them all: ten small ones are a few requests.
                        TableProperties.MANIFEST_MIN_MERGE_COUNT, "10",
                        TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true"));
        if (!catalog.choosesLocations()) {
            builder = builder.withLocation(files.qualified(folder).toString());
        }
        Table table;
        try {
            table = builder.create();
        } catch (AlreadyExistsException someoneElseWasFirst) {
            table = catalog.catalog().loadTable(name);
        }
        opened = table;
        return table;
    }

    /** By the ids that the table has given to its columns: the files have none. */
    private static NameMapping mapping(Table table) {
        String written = table.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
        if (written != null) {
            return NameMappingParser.fromJson(written);
        }
        NameMapping mapping = MappingUtil.create(table.schema());
        table.updateProperties()
                .set(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(mapping))
                .commit();
        return mapping;
    }

    private DataFile dataFile(Table table, NameMapping mapping, Change change, StagedFile file) {
        Path path = files.qualified(new Path(change.folder(), file.name()));
        InputFile input = table.io().newInputFile(path.toString(), file.bytes());
        return DataFiles.builder(table.spec())
                .withPath(path.toString())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.bytes())
                .withMetrics(ParquetUtil.fileMetrics(input, MetricsConfig.forTable(table), mapping))
                .withPartitionValues(List.of(change.dt().toString()))
                .build();
    }

    @Override
    public synchronized Kept keepSince(Instant before, boolean now) {
        return told("look at", () -> {
            Table table = refreshed();
            if (table == null) {
                return new Kept(Set.of(), Set.of());
            }
            new OldSnapshots(table, before).expire(now);
            Snapshot current = table.currentSnapshot();
            Set<String> all = new HashSet<>();
            Set<String> old = new HashSet<>();
            for (Snapshot snapshot : table.snapshots()) {
                String days = snapshot.summary().get(DAYS);
                if (days != null) {
                    all.add(days);
                    if (snapshot.timestampMillis() < before.toEpochMilli()
                            && snapshot.snapshotId()
                                    != Objects.requireNonNull(current).snapshotId()) {
                        old.add(days);
                    }
                }
            }
            return new Kept(all, old);
        });
    }

    private <T> T told(String action, Supplier<T> body) {
        try {
            return body.get();
        } catch (BackstoryException e) {
            throw e;
        } catch (RuntimeException e) {
            opened = null;
            throw new BackstoryException(
                    "Cannot " + action + " the Iceberg table " + name + " of the lake " + folder.getParent()
                            + " because " + Reason.of(e) + "; a commit is made whole or not at all, so run it again",
                    e);
        }
    }
}
