package dev.backstory.spark.source.row;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a source.
 *
 * @param path its full path
 * @param bytes its size
 * @param folders the Hive partitions it lies in, outermost first
 */
public record SourceFile(String path, long bytes, List<Folder> folders) implements Serializable {

    /** A Hive partition folder: {@code name=value}, the value with its escapes undone. */
    public record Folder(String name, String value) implements Serializable {

        /** The value as a column has it: null for Hive's word for null. */
        public @Nullable String cell() {
            return value.equals("__HIVE_DEFAULT_PARTITION__") ? null : value;
        }
    }

    public SourceFile {
        folders = new ArrayList<>(folders); // The unmodifiable lists of the JDK are slow to serialize.
    }

    /** What Spark wants to be equal for all files it reads together. */
    public List<String> folderNames() {
        return folders.stream().map(Folder::name).toList();
    }

    public static long totalBytes(List<SourceFile> files) {
        return files.stream().mapToLong(SourceFile::bytes).sum();
    }
}
