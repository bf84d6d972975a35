package dev.backstory.spark.source.format;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceFiles;
import dev.backstory.spark.source.row.SourceShape;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
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

    /** How many more files are opened at a time, where the first have not enough rows. */
    private static final int MOST_FILES = 64;

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
        return new RawSource(rows(session, shape, source, files), bytes);
    }

    private static List<RawRows> rows(SparkSession session, SourceShape shape, Source source, List<SourceFile> files) {
        return switch (source.format()) {
            case PARQUET -> new ParquetSource(session, shape, files).rows();
            case JSON -> new JsonSource(session, shape, source.path(), files).rows();
            case ORC -> new FileRowsSource(session, shape, files).rows(new OrcFormat(shape));
            case CSV ->
                new FileRowsSource(session, shape, files).rows(new CsvFormat(shape.source(), source.csvSettings()));
            case ICEBERG, DELTA, TABLE, QUERY, JDBC -> throw new IllegalStateException("Not files: " + source.format());
        };
    }

    /**
     * The first rows of a source of files, in the order of these, whatever day they are of, as local rows. No more files are
     * opened than that needs, and of a file no more is read.
     */
    public static RawSource first(SparkSession session, SourceShape shape, Source source, int count) {
        List<RawRows> found = new ArrayList<>();
        List<SourceFile> files = SourceFiles.list(
                shape,
                source.path(),
                RequestedDays.any(),
                session.sparkContext().hadoopConfiguration());
        JsonSource json = source.format() == Format.JSON ? new JsonSource(session, shape, source.path(), files) : null;
        if (json != null) {
            json.checkFirstColumns(count);
        }
        int missing = count;
        int batch = 1;
        for (int from = 0; from < files.size() && missing > 0; from += batch) {
            batch = from == 0 ? 1 : Math.min(MOST_FILES, batch * 4);
            List<SourceFile> some = files.subList(from, Math.min(files.size(), from + batch));
            for (RawRows rows : json == null ? rows(session, shape, source, some) : json.rows(some)) {
                missing -= missing > 0 ? take(rows, missing, found) : 0;
            }
        }
        return new RawSource(found, 0);
    }

    /** The first rows of this one, as local rows; what was held is closed. */
    public RawSource first(int count) {
        List<RawRows> found = new ArrayList<>();
        try (Closeable closed = held) {
            int missing = count;
            for (RawRows part : rows) {
                missing -= missing > 0 ? take(part, missing, found) : 0;
            }
            return new RawSource(found, 0, version, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static int take(RawRows rows, int count, List<RawRows> found) {
        List<Row> taken = rows.rows().takeAsList(count);
        // That of tables has other rules for names.
        SparkSession session = rows.rows().sparkSession();
        found.add(rows.of(session.createDataFrame(taken, rows.rows().schema())));
        return taken.size();
    }
}
