package dev.backstory.inspect.diff;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.table.ActionFileCursor;
import dev.backstory.lake.table.ImpressionFileCursor;
import dev.backstory.lake.table.TrainingFileCursor;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** All rows of a run's day, one after another: its files hold ranges of hashes and are read in that order. */
final class DayRows implements Closeable {
    private final RunDay day;
    private final Iterator<Path> files;
    private final Configuration conf;
    private final Words words;
    private @Nullable FileRows open;
    private @Nullable ComparedRow head;

    private interface FileRows extends Closeable {
        /** Null at the end. */
        @Nullable
        ComparedRow next() throws IOException;
    }

    /** Stands on the first row. */
    DayRows(RunDay day, Configuration conf, Words words) throws IOException {
        this.day = day;
        this.files = day.files().iterator();
        this.conf = conf;
        this.words = words;
        advance();
    }

    /** The current row; null after the last one. */
    @Nullable
    ComparedRow head() {
        return head;
    }

    /** @throws BackstoryException if the rows are not in the order that a comparison needs */
    void advance() throws IOException {
        ComparedRow last = head;
        head = read();
        if (last != null && head != null && last.compareOrder(head) > 0) {
            throw new BackstoryException(
                    "Cannot compare " + day.describe() + " because its rows are not in the order of"
                            + " the table: " + head.describe() + " comes after " + last.describe()
                            + "; build the day again with --rebuild");
        }
    }

    private @Nullable ComparedRow read() throws IOException {
        while (true) {
            ComparedRow row = open == null ? null : open.next();
            if (row != null) {
                return row;
            }
            close();
            if (!files.hasNext()) {
                return null;
            }
            open = open(files.next());
        }
    }

    private FileRows open(Path file) throws IOException {
        return switch (day.table()) {
            case ACTIONS -> actions(ActionFileCursor.open(file, conf, HashRange.ALL, day.dt()));
            case IMPRESSIONS -> impressions(ImpressionFileCursor.open(file, conf, HashRange.ALL));
            case TRAINING -> training(TrainingFileCursor.open(file, conf));
            case HISTORIES, VOCABULARY ->
                throw new IllegalArgumentException(
                        "Cannot compare " + day.table().folder() + "; compare training or actions");
        };
    }

    private FileRows actions(ActionFileCursor rows) {
        return rows(
                rows,
                () -> rows.next()
                        ? ActionRow.of(rows.customerId(), rows.timeMicros(), rows.type(), rows.itemId(), words)
                        : null);
    }

    private FileRows impressions(ImpressionFileCursor rows) {
        return rows(
                rows,
                () -> rows.next()
                        ? ShownRow.of(
                                rows.customerId(),
                                rows.rankingId(),
                                rows.position(),
                                rows.itemId(),
                                rows.label(),
                                words)
                        : null);
    }

    private FileRows training(TrainingFileCursor rows) {
        return rows(
                rows,
                () -> rows.next()
                        ? ShownRow.of(
                                        rows.customerId(),
                                        rows.rankingId(),
                                        rows.position(),
                                        rows.itemId(),
                                        rows.label(),
                                        words)
                                .with(rows.history(), rows.historyLength(), rows.newestMicros())
                        : null);
    }

    private interface Reading {
        @Nullable
        ComparedRow next() throws IOException;
    }

    private static FileRows rows(Closeable file, Reading reading) {
        return new FileRows() {
            @Override
            public @Nullable ComparedRow next() throws IOException {
                return reading.next();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            FileRows closing = open;
            open = null;
            closing.close();
        }
    }
}
