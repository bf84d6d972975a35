package dev.backstory.spark.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.immutable.Map$;

/**
 * Parquet files that Spark reads by their exact names, each once. Its own way from a path to files takes a bracket for a
 * pattern; told not to, it reads all files once for each name that holds one.
 */
public final class NamedParquet {
    private NamedParquet() {}

    /**
     * The rows of some files.
     *
     * @param columns of the files
     * @param folderColumns that the folders of the files say, and the files do not
     * @param files full names, each with the values of the folder columns: a text, a day since the epoch for a date, or
     *     null; the same for all files of a folder
     * @param options of Spark's reader
     */
    public static Dataset<Row> read(
            SparkSession session,
            StructType columns,
            StructType folderColumns,
            Map<String, List<Object>> files,
            Map<String, String> options) {
        Configuration conf = session.sparkContext().hadoopConfiguration();
        List<Path> paths = new ArrayList<>();
        Map<Path, InternalRow> valuesOfFolders = new LinkedHashMap<>();
        files.forEach((name, values) -> {
            Path path = qualified(new Path(name), conf);
            paths.add(path);
            valuesOfFolders.computeIfAbsent(path.getParent(), folder -> row(values));
        });
        List<PartitionPath> folders = new ArrayList<>();
        if (!folderColumns.isEmpty()) {
            valuesOfFolders.forEach((folder, values) -> folders.add(new PartitionPath(values, folder)));
        }
        scala.collection.immutable.Map<String, String> parameters = immutable(options);
        InMemoryFileIndex index = new InMemoryFileIndex(
                session,
                sequence(paths),
                parameters,
                Option.empty(),
                UnchangingFiles.CACHE,
                Option.apply(new PartitionSpec(folderColumns, sequence(folders))),
                Option.empty());
        return session.baseRelationToDataFrame(new HadoopFsRelation(
                index,
                folderColumns,
                columns.asNullable(),
                Option.empty(),
                new ParquetFileFormat(),
                parameters,
                session));
    }

    /** Says how long a file is, where that is known and it stays as it is. */
    public static void know(Path file, long bytes) {
        UnchangingFiles.CACHE.know(file, bytes);
    }

    private static Path qualified(Path path, Configuration conf) {
        try {
            return path.getFileSystem(conf).makeQualified(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InternalRow row(List<Object> values) {
        return new GenericInternalRow(values.stream()
                .map(value -> value instanceof String text ? UTF8String.fromString(text) : value)
                .toArray());
    }

    private static <T> Seq<T> sequence(List<T> list) {
        return JavaConverters.asScalaBuffer(list).toSeq();
    }

    private static scala.collection.immutable.Map<String, String> immutable(Map<String, String> options) {
        scala.collection.immutable.Map<String, String> map = Map$.MODULE$.empty();
        for (Map.Entry<String, String> option : options.entrySet()) {
            map = map.updated(option.getKey(), option.getValue());
        }
        return map;
    }
}
