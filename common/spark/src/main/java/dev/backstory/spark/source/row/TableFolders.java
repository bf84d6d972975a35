package dev.backstory.spark.source.row;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Knows folders of tables that keep a log of their valid files: reading all files would give deleted rows as well. */
final class TableFolders {
    /** Hive's transactional tables keep each change in a folder of its own. */
    private static final Pattern HIVE_CHANGE = Pattern.compile("(base|delta|delete_delta)_\\d{7,}.*");

    private static final List<String> PAIMON = List.of("snapshot", "manifest", "schema");

    private TableFolders() {}

    /**
     * What table a folder is, for a message; null for a plain folder.
     *
     * @param found what is in it
     */
    static @Nullable String table(FileSystem system, FileStatus[] found) throws IOException {
        List<String> names =
                Arrays.stream(found).map(status -> status.getPath().getName()).toList();
        if (names.contains("_delta_log")) {
            return "a Delta table (_delta_log)";
        }
        if (names.contains("_spark_metadata")) {
            return "the output of a streaming query of Spark (_spark_metadata)";
        }
        if (names.contains(".hoodie") || names.contains(".hoodie_partition_metadata")) {
            return "of a Hudi table (.hoodie)";
        }
        if (names.containsAll(PAIMON)) {
            return "a Paimon table (snapshot, manifest, schema)";
        }
        for (FileStatus status : found) {
            String name = status.getPath().getName();
            if (status.isDirectory() && name.equals("metadata") && isIceberg(system, status.getPath())) {
                return "an Iceberg table (metadata)";
            }
            if (status.isDirectory() && HIVE_CHANGE.matcher(name).matches()) {
                return "of a transactional table of Hive (" + name + ")";
            }
        }
        return null;
    }

    /** The rest of a message, up to "plain files". */
    static String remedy(String table) {
        String format =
                table.startsWith("a Delta table") ? "delta" : table.startsWith("an Iceberg table") ? "iceberg" : "";
        return format.isEmpty()
                ? ", and this is not read; export the table's current rows into"
                : "; read it by format: " + format + " with the table's own folder as its path, or by format: table"
                        + " through its catalog, or export the current rows into";
    }

    private static boolean isIceberg(FileSystem system, Path metadata) throws IOException {
        return Arrays.stream(system.listStatus(metadata))
                .map(status -> status.getPath().getName())
                .anyMatch(name -> name.contains(".metadata.json") || name.equals("version-hint.text"));
    }

    /** Whether a folder may lie in a table whose log is further up. */
    static boolean mayBeInside(String folder) {
        return folder.contains("=") || folder.equals("data");
    }
}
