package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Files read by a {@link RowFormat}, whole files to a task. */
final class FileRowsSource {
    private static final long TASK_BYTES = 64L << 20;
    private static final long FILE_COST_BYTES = 1L << 20;

    private final SparkSession session;
    private final SourceShape shape;
    private final List<SourceFile> files;

    FileRowsSource(SparkSession session, SourceShape shape, List<SourceFile> files) {
        this.session = session;
        this.shape = shape;
        this.files = files;
    }

    List<RawRows> rows(RowFormat format) {
        TextRows text = new TextRows(shape);
        SourceName source = shape.source();
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        Broadcast<SerializableConfiguration> conf =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        var rows = spark.parallelize(spread(), tasks()).mapPartitions(part -> {
            FileRows all = new FileRows(part, format, text, source, conf.value().value());
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> all.close());
            return all;
        });
        return List.of(text.of(session.createDataFrame(rows, text.schema())));
    }

    private int tasks() {
        long bytes = SourceFile.totalBytes(files) + files.size() * FILE_COST_BYTES;
        long wanted = Math.max(bytes / TASK_BYTES, session.sparkContext().defaultParallelism());
        return (int) Math.max(1, Math.min(wanted, files.size()));
    }

    /** Deals the files out by size, as tasks take neighbors: each gets large ones and small ones. */
    private List<SourceFile> spread() {
        List<SourceFile> bySize = new ArrayList<>(files);
        bySize.sort(Collections.reverseOrder(Comparator.comparingLong(SourceFile::bytes)));
        int tasks = tasks();
        List<SourceFile> spread = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            for (int i = task; i < bySize.size(); i += tasks) {
                spread.add(bySize.get(i));
            }
        }
        return spread;
    }

    /** The rows of one file after the other. */
    private static final class FileRows implements Iterator<Row>, Closeable {
        private final Iterator<SourceFile> files;
        private final RowFormat format;
        private final TextRows text;
        private final SourceName source;
        private final Configuration conf;
        private SourceFile file;
        private RowFormat.Rows current;

        FileRows(Iterator<SourceFile> files, RowFormat format, TextRows text, SourceName source, Configuration conf) {
            this.files = files;
            this.format = format;
            this.text = text;
            this.source = source;
            this.conf = conf;
        }

        @Override
        public boolean hasNext() {
            try {
                while (current == null || !current.hasNext()) {
                    close();
                    if (!files.hasNext()) {
                        return false;
                    }
                    file = files.next();
                    current = format.open(file, text, conf);
                }
                return true;
            } catch (IOException | UncheckedIOException e) {
                throw source.unreadableFile(file.path(), format.toString(), e);
            }
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            try {
                return current.next();
            } catch (UncheckedIOException e) {
                throw source.unreadableFile(file.path(), format.toString(), e.getCause());
            }
        }

        @Override
        public void close() {
            if (current != null) {
                try {
                    current.close();
                } catch (IOException e) {
                    throw source.unreadableFile(file.path(), format.toString(), e);
                } finally {
                    current = null;
                }
            }
        }
    }
}
