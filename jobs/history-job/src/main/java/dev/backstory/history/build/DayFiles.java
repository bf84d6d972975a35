package dev.backstory.history.build;

import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of one attempt at one table, one per day that has a row in the range. A file is opened with the day's first
 * row: a range of many days in which few have rows costs what those few cost.
 */
final class DayFiles<W extends Closeable> implements Closeable {
    private final List<LocalDate> days;
    private final boolean[] built;
    private final AttemptFolder attempt;
    private final String fileName;
    private final Opening<W> opening;
    private final List<@Nullable W> writers;

    interface Opening<W> {
        W open(Path path) throws IOException;
    }

    interface Finishing<W> {
        StagedFile finish(W writer) throws IOException;
    }

    /**
     * @param days that are merged, in the order of their numbers
     * @param built those of them whose rows go into the table
     */
    DayFiles(List<LocalDate> days, Set<LocalDate> built, AttemptFolder attempt, String fileName, Opening<W> opening) {
        this.writers = new ArrayList<>(days.size());
        this.built = new boolean[days.size()];
        for (int day = 0; day < days.size(); day++) {
            writers.add(null);
            this.built[day] = built.contains(days.get(day));
        }
        this.days = days;
        this.attempt = attempt;
        this.fileName = fileName;
        this.opening = opening;
    }

    /** The day's writer; null when the table is not built for that day. */
    @Nullable
    W of(int day) throws IOException {
        W writer = writers.get(day);
        if (writer == null && built[day]) {
            writer = opening.open(attempt.file(folder(day), fileName));
            writers.set(day, writer);
        }
        return writer;
    }

    private String folder(int day) {
        return Lake.DAY_PREFIX + days.get(day);
    }

    List<AttemptFile> finish(Finishing<W> finishing) throws IOException {
        List<AttemptFile> finished = new ArrayList<>();
        for (int day = 0; day < days.size(); day++) {
            W writer = writers.get(day);
            if (writer != null) {
                finished.add(attempt.finished(folder(day), finishing.finish(writer)));
            }
        }
        return finished;
    }

    /** Throws away what is not finished. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (W writer : writers) {
            try {
                if (writer != null) {
                    writer.close();
                }
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
