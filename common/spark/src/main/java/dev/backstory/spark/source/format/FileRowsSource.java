package dev.backstory.spark.source.format;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Files read by a {@link RowFormat}: whole files to a task, and parts of large ones where the format has parts. */
final class FileRowsSource {
    private static final long TASK_BYTES = 64L << 20;
    private static final long SMALLEST_PART_BYTES = 4L << 20;
    private static final long FILE_COST_BYTES = 1L << 20;

    private final SparkSession session;
    private final SourceShape shape;
    private final List<SourceFile> files;

    /** What is found in a part of a file. */
    interface Search extends Serializable {
        Collection<String> of(FilePart part, Configuration conf);
    }

    FileRowsSource(SparkSession session, SourceShape shape, List<SourceFile> files) {
        this.session = session;
        this.shape = shape;
        this.files = files;
    }

    List<RawRows> rows(RowFormat format) {
        TextRows text = new TextRows(shape);
        SourceName source = shape.source();
        Broadcast<SerializableConfiguration> conf = conf();
        var rows = parts(format).mapPartitions(part -> {
            FileRows all = new FileRows(part, format, text, source, conf.value().value());
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> all.close());
            return all;
        });
        return List.of(text.of(session.createDataFrame(rows, text.schema())));
    }

    /** What is found in all files, each once. */
    List<String> collect(RowFormat format, Search search) {
        Broadcast<SerializableConfiguration> conf = conf();
        return parts(format)
                .flatMap(part -> search.of(part, conf.value().value()).iterator())
                .distinct()
                .collect();
    }

    private Broadcast<SerializableConfiguration> conf() {
        return spark().broadcast(new SerializableConfiguration(spark().hadoopConfiguration()));
    }

    private JavaSparkContext spark() {
        return JavaSparkContext.fromSparkContext(session.sparkContext());
    }

    private JavaRDD<FilePart> parts(RowFormat format) {
        List<FilePart> parts = new ArrayList<>();
        long largest = largestPart();
        for (SourceFile file : files) {
            long count = format.hasParts(file) ? Math.max(1, (file.bytes() + largest - 1) / largest) : 1;
            for (long i = 0; i < count; i++) {
                parts.add(new FilePart(file, file.bytes() * i / count, file.bytes() * (i + 1) / count));
            }
        }
        int tasks = tasks(parts.size());
        return spark().parallelize(spread(parts, tasks), tasks);
    }

    /** So that every core has work, and no task much more than another. */
    private long largestPart() {
        long ofEachCore = SourceFile.totalBytes(files) / session.sparkContext().defaultParallelism();
        return Math.max(SMALLEST_PART_BYTES, Math.min(TASK_BYTES, ofEachCore + 1));
    }

    private int tasks(int parts) {
        long bytes = SourceFile.totalBytes(files) + files.size() * FILE_COST_BYTES;
        long wanted = Math.max(bytes / TASK_BYTES, session.sparkContext().defaultParallelism());
        return (int) Math.max(1, Math.min(wanted, parts));
    }

    /** Deals the files out by size, as tasks take neighbors: each gets large ones and small ones. */
    private static List<FilePart> spread(List<FilePart> parts, int tasks) {
        List<FilePart> bySize = new ArrayList<>(parts);
        bySize.sort(Collections.reverseOrder(Comparator.comparingLong(FilePart::bytes)));
        List<FilePart> spread = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            for (int i = task; i < bySize.size(); i += tasks) {
                spread.add(bySize.get(i));
            }
        }
        return spread;
    }

    /** The rows of one file after the other. */
    private static final class FileRows implements Iterator<Row>, Closeable {
        private final Iterator<FilePart> parts;
        private final RowFormat format;
        private final TextRows text;
        private final SourceName source;
        private final Configuration conf;
        private SourceFile file;
        private RowFormat.Rows current;

        FileRows(Iterator<FilePart> parts, RowFormat format, TextRows text, SourceName source, Configuration conf) {
            this.parts = parts;
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
                    if (!parts.hasNext()) {
                        return false;
                    }
                    FilePart part = parts.next();
                    file = part.file();
                    current = format.open(part, text, conf);
                }
                return true;
            } catch (BackstoryException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
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
            } catch (BackstoryException e) {
                throw e;
            } catch (UncheckedIOException e) {
                throw source.unreadableFile(file.path(), format.toString(), e.getCause());
            } catch (RuntimeException e) {
                throw source.unreadableFile(file.path(), format.toString(), e);
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
