package dev.backstory.spark.ingest;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
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

    private final Table table;
    private final String runFolder;
    private final String runId;
    private final DayLayout layout;
    private final ArrayList<String> sources;

    DayWriter(Table table, String runFolder, String runId, DayLayout layout, List<String> sources) {
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
        long currentPlace = -1;
        Place current = null;
        try {
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                long key = row.getLong(ShuffledRows.KEY);
                long place = place(key);
                if (place != currentPlace) {
                    if (current != null) {
                        files.add(current.finish());
                    }
                    current = new Place(key, attempt, conf);
                    currentPlace = place;
                }
                current.file.write(RowKey.hash(key), row);
                counts.add(RowKey.day(key), row.getInt(ShuffledRows.SOURCE), RowKey.isRefused(key));
            }
            if (current != null) {
                files.add(current.finish());
            }
        } finally {
            if (current != null) {
                current.file.close();
            }
        }
        return new TaskResult(files, counts.toList());
    }

    /** The key without what is different within a file. */
    private long place(long key) {
        return (2L * RowKey.day(key) + (RowKey.isRefused(key) ? 1 : 0)) * layout.slices()
                + RowKey.slice(key, layout.slices());
    }

    private final class Place {
        private final int day;
        private final boolean refused;
        private final String folder;
        private final AttemptFolder attempt;
        private final TableFile file;

        Place(long key, AttemptFolder attempt, Configuration conf) throws IOException {
            this.day = RowKey.day(key);
            this.refused = RowKey.isRefused(key);
            this.attempt = attempt;
            LocalDate dt = day == 0 ? null : layout.first().plusDays(day - 1L);
            this.folder = (refused ? "rejected/" : "") + Lake.DAY_PREFIX + (dt == null ? Lake.UNKNOWN : dt.toString());
            String name = String.format(Locale.ROOT, "%s-%05d.parquet", runId, RowKey.slice(key, layout.slices()));
            Path path = attempt.file(folder, name);
            this.file = refused ? TableFiles.rejected(path, conf, sources) : open(path, conf);
        }

        private TableFile open(Path path, Configuration conf) throws IOException {
            return table == Table.ACTIONS ? TableFiles.actions(path, conf) : TableFiles.impressions(path, conf);
        }

        TaskResult.Written finish() throws IOException {
            return new TaskResult.Written(day, refused, attempt.finished(folder, file.finish()));
        }
    }

    /** Rows per day and source; the days come in order. */
    private static final class Counts {
        private final long[] kept;
        private final long[] refused;
        private final List<TaskResult.Count> done = new ArrayList<>();
        private int day = -1;

        Counts(int sources) {
            kept = new long[sources];
            refused = new long[sources];
        }

        void add(int day, int source, boolean isRefused) {
            if (day != this.day) {
                flush();
                this.day = day;
            }
            (isRefused ? refused : kept)[source]++;
        }

        private void flush() {
            for (int source = 0; source < kept.length; source++) {
                if (kept[source] + refused[source] > 0) {
                    done.add(new TaskResult.Count(day, source, kept[source], refused[source]));
                }
                kept[source] = 0;
                refused[source] = 0;
            }
        }

        List<TaskResult.Count> toList() {
            flush();
            return done;
        }
    }
}
