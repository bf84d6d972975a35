package dev.backstory.spark.ingest;

import dev.backstory.lake.store.AttemptFolder;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;

/** Writes the sorted rows of one task: a file begins wherever the day, the kind of row, or the hash range changes. */
final class DayWriter implements Serializable {
    private static final long serialVersionUID = 1L;

    private final StagedTable table;
    private final String runFolder;
    private final String runId;
    private final DayLayout layout;
    private final ArrayList<String> sources;

    DayWriter(StagedTable table, String runFolder, String runId, DayLayout layout, List<String> sources) {
        this.table = table;
        this.runFolder = runFolder;
        this.runId = runId;
        this.layout = layout;
        this.sources = new ArrayList<>(sources);
    }

    TaskResult write(int task, Iterator<InternalRow> rows, Configuration conf) throws IOException {
        AttemptFolder attempt = AttemptFolder.create(runFolder, task);
        List<TaskResult.Written> files = new ArrayList<>();
        Counts counts = new Counts(sources.size());
        RejectionTally reasons = new RejectionTally();
        long currentFile = -1;
        OpenFile current = null;
        try {
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                long key = row.getLong(ShuffledRows.KEY);
                if (!RowKey.isRejected(key) && table.holdsNothing(row)) {
                    counts.addWithoutItems(RowKey.day(key), row.getInt(ShuffledRows.SOURCE));
                    continue;
                }
                long file = fileOf(key);
                if (file != currentFile) {
                    if (current != null) {
                        files.add(current.finish());
                    }
                    current = new OpenFile(key, attempt, conf);
                    currentFile = file;
                }
                current.file.write(RowKey.hash(key), row);
                counts.add(RowKey.day(key), row.getInt(ShuffledRows.SOURCE), RowKey.isRejected(key));
                if (RowKey.isRejected(key)) {
                    reasons.add(row);
                }
            }
            if (current != null) {
                files.add(current.finish());
            }
        } finally {
            if (current != null) {
                current.file.close();
            }
        }
        return new TaskResult(files, counts.toList(), reasons.toList());
    }

    /** The key without what is different within a file. */
    private long fileOf(long key) {
        return (2L * RowKey.day(key) + (RowKey.isRejected(key) ? 1 : 0)) * layout.slices()
                + RowKey.slice(key, layout.slices());
    }

    private final class OpenFile {
        private final int day;
        private final boolean rejected;
        private final String folder;
        private final AttemptFolder attempt;
        private final TableFile file;

        OpenFile(long key, AttemptFolder attempt, Configuration conf) throws IOException {
            this.day = RowKey.day(key);
            this.rejected = RowKey.isRejected(key);
            this.attempt = attempt;
            this.folder = (rejected ? "rejected/" : "") + layout.folderOf(day);
            String name = String.format(Locale.ROOT, "%s-%05d.parquet", runId, RowKey.slice(key, layout.slices()));
            Path path = attempt.file(folder, name);
            this.file = rejected ? RejectedRows.open(path, conf, sources) : table.open(path, conf);
        }

        TaskResult.Written finish() throws IOException {
            return new TaskResult.Written(day, rejected, attempt.finished(folder, file.finish()));
        }
    }

    /** Rows per day and source; the days come in order. */
    private static final class Counts {
        private final long[] kept;
        private final long[] rejected;
        private final long[] withoutItems;
        private final List<TaskResult.Count> done = new ArrayList<>();
        private int day = -1;

        Counts(int sources) {
            kept = new long[sources];
            rejected = new long[sources];
            withoutItems = new long[sources];
        }

        void add(int day, int source, boolean isRejected) {
            begin(day);
            (isRejected ? rejected : kept)[source]++;
        }

        void addWithoutItems(int day, int source) {
            begin(day);
            withoutItems[source]++;
        }

        private void begin(int day) {
            if (day != this.day) {
                flush();
                this.day = day;
            }
        }

        private void flush() {
            for (int source = 0; source < kept.length; source++) {
                if (kept[source] + rejected[source] + withoutItems[source] > 0) {
                    done.add(new TaskResult.Count(day, source, kept[source], rejected[source], withoutItems[source]));
                }
                kept[source] = 0;
                rejected[source] = 0;
                withoutItems[source] = 0;
            }
        }

        List<TaskResult.Count> toList() {
            flush();
            return done;
        }
    }
}
