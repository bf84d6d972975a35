package dev.backstory.spark.source.format;

import dev.backstory.core.config.Source;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceFiles;
import dev.backstory.spark.source.row.SourceShape;
import java.io.Closeable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A source as its format gives it.
 *
 * @param rows one entry for every group of files that are alike; none when there are no files
 * @param bytes size of the files; 0 where it is not known
 * @param version of a table, which its log names; null where there is none
 * @param held what has to be closed when the rows have been read; null for nothing
 */
public record RawSource(
        List<RawRows> rows,
        long bytes,
        @Nullable String version,
        @Nullable Closeable held) {

    public RawSource(List<RawRows> rows, long bytes) {
        this(rows, bytes, null, null);
    }

    /** @param source of files */
    public static RawSource open(SparkSession session, SourceShape shape, Source source, RequestedDays days) {
        Configuration conf = session.sparkContext().hadoopConfiguration();
        List<SourceFile> files = SourceFiles.list(shape, source.path(), days, conf);
        long bytes = SourceFile.totalBytes(files);
        if (files.isEmpty()) {
            return new RawSource(List.of(), 0);
        }
        return switch (source.format()) {
            case PARQUET -> new RawSource(new ParquetSource(session, shape, files).rows(), bytes);
            case JSON -> new RawSource(new JsonSource(session, shape, source.path(), files).rows(), bytes);
            case ORC -> new RawSource(new FileRowsSource(session, shape, files).rows(new OrcFormat(shape)), bytes);
            case CSV ->
                new RawSource(
                        new FileRowsSource(session, shape, files)
                                .rows(new CsvFormat(shape.source(), source.csvSettings())),
                        bytes);
            case ICEBERG, DELTA, TABLE, JDBC -> throw new IllegalStateException("Not files: " + source.format());
        };
    }
}
