package dev.backstory.lake.files;

import dev.backstory.core.config.input.Format;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
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

    private final Format format;
    private final DeltaVersions delta;
    private final IcebergVersions iceberg;

    private TableLog(Format format, FileSystem system, Path folder) {
        this.format = format;
        this.delta = new DeltaVersions(system, folder);
        this.iceberg = new IcebergVersions(system, folder);
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
                case DELTA -> delta.version();
                case ICEBERG -> iceberg.version();
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
        Optional<String> now = version();
        if (now.isEmpty()) {
            return Map.of();
        }
        return format == Format.ICEBERG ? iceberg.since(read, now.get()) : delta.since(read, now.get(), column);
    }
}
