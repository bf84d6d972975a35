package dev.backstory.history.build;

import dev.backstory.core.contract.Table;
import dev.backstory.core.history.History;
import dev.backstory.core.history.HistorySink;
import dev.backstory.core.history.ImpressionCursor;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.table.HistoriesFileWriter;
import dev.backstory.lake.table.TrainingFileWriter;
import dev.backstory.lake.table.TrainingFormat;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** What one merge writes: of each history the training rows beside it, the history itself once, or both. */
final class OutputFiles implements HistorySink, Closeable {
    private final PageCodec codec;
    private final @Nullable DayFiles<TrainingFileWriter> training;
    private final @Nullable DayFiles<HistoriesFileWriter> histories;

    OutputFiles(HistorySpec build, Configuration conf, int task, String fileName) {
        codec = new PageCodec(conf);
        TrainingFormat format =
                new TrainingFormat(build.columns().settings(), build.histories().length());
        training = files(
                build, Table.TRAINING, task, fileName, path -> TrainingFileWriter.open(path, conf, format, codec));
        histories = files(
                build,
                Table.HISTORIES,
                task,
                fileName,
                path -> HistoriesFileWriter.open(path, conf, build.columns().numbers(), codec));
    }

    /** Null when the table is not written. */
    private static <W extends Closeable> @Nullable DayFiles<W> files(
            HistorySpec build, Table table, int task, String fileName, DayFiles.Opening<W> opening) {
        HistorySpec.Output output = build.outputs().stream()
                .filter(each -> each.table() == table)
                .findFirst()
                .orElse(null);
        return output == null
                ? null
                : new DayFiles<>(
                        build.histories().days(),
                        Set.copyOf(output.days()),
                        AttemptFolder.create(output.runFolder(), task),
                        fileName,
                        opening);
    }

    @Override
    public void history(int day, long customerId, History history) throws IOException {
        TrainingFileWriter rows = training == null ? null : training.of(day);
        if (rows != null) {
            rows.history(customerId, history.items(), history.types(), history.length(), history.newestMicros());
        }
        HistoriesFileWriter once = histories == null ? null : histories.of(day);
        if (once != null) {
            once.history(customerId, history.items(), history.types(), history.length());
        }
    }

    @Override
    public void impression(int day, ImpressionCursor row) throws IOException {
        TrainingFileWriter rows = training == null ? null : training.of(day);
        if (rows != null) {
            rows.row(row.rankingId(), row.position(), row.itemId(), row.label());
        }
    }

    Map<Table, List<AttemptFile>> finish() throws IOException {
        Map<Table, List<AttemptFile>> finished = new EnumMap<>(Table.class);
        if (training != null) {
            finished.put(Table.TRAINING, training.finish(TrainingFileWriter::finish));
        }
        if (histories != null) {
            finished.put(Table.HISTORIES, histories.finish(HistoriesFileWriter::finish));
        }
        return finished;
    }

    /** Throws away what is not finished. */
    @Override
    public void close() throws IOException {
        try (codec;
                training;
                histories) {
            // Each is closed, whatever closing another one throws.
        }
    }
}
