package dev.backstory.history;

import dev.backstory.core.history.History;
import dev.backstory.core.history.HistorySink;
import dev.backstory.core.history.ImpressionCursor;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.parquet.TrainingFileWriter;
import dev.backstory.lake.parquet.TrainingFormat;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The training files of one attempt, one per day that has a row in the range. A file is opened with the day's first row:
 * a range of many days in which few have rows costs what those few cost.
 */
final class TrainingFiles implements HistorySink, Closeable {
    private final TrainingFormat format;
    private final AttemptFolder attempt;
    private final String fileName;
    private final List<LocalDate> days;
    private final TrainingFileWriter[] writers;

    TrainingFiles(TrainingFormat format, AttemptFolder attempt, String fileName, List<LocalDate> days) {
        this.format = format;
        this.attempt = attempt;
        this.fileName = fileName;
        this.days = days;
        this.writers = new TrainingFileWriter[days.size()];
    }

    @Override
    public void history(int day, long customerId, History history) throws IOException {
        if (writers[day] == null) {
            writers[day] = format.open(attempt.file(folder(day), fileName));
        }
        writers[day].history(customerId, history.items(), history.types(), history.length(), history.newestMicros());
    }

    @Override
    public void impression(int day, ImpressionCursor row) throws IOException {
        writers[day].row(row.rankingId(), row.position(), row.itemId(), row.label());
    }

    private String folder(int day) {
        return Lake.DAY_PREFIX + days.get(day);
    }

    List<AttemptFile> finish() throws IOException {
        List<AttemptFile> finished = new ArrayList<>();
        for (int day = 0; day < writers.length; day++) {
            if (writers[day] != null) {
                StagedFile file = writers[day].finish();
                finished.add(attempt.finished(folder(day), file));
            }
        }
        return finished;
    }

    /** Throws away what is not finished. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (TrainingFileWriter writer : writers) {
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
