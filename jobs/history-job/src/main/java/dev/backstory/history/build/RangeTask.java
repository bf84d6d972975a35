package dev.backstory.history.build;

import dev.backstory.core.contract.Table;
import dev.backstory.core.history.ActionCursor;
import dev.backstory.core.history.DayImpressions;
import dev.backstory.core.history.HistoryDays;
import dev.backstory.core.history.HistoryMerge;
import dev.backstory.history.merge.DayFile;
import dev.backstory.history.merge.OpenCursors;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.table.ActionFileCursor;
import dev.backstory.lake.table.ImpressionFileCursor;
import dev.backstory.lake.table.PackFileCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One attempt at one hash range, on whatever machine it runs: opens the range of every file, merges, and writes into
 * its own folder. Nothing it leaves behind counts unless the driver gets its result.
 */
final class RangeTask implements Function<HashRange, Map<Table, List<AttemptFile>>> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<HistorySpec> spec;
    private final Broadcast<SerializableConfiguration> conf;

    RangeTask(Broadcast<HistorySpec> spec, Broadcast<SerializableConfiguration> conf) {
        this.spec = spec;
        this.conf = conf;
    }

    @Override
    public Map<Table, List<AttemptFile>> call(HashRange range) throws IOException {
        TaskContext task = TaskContext.get();
        HistorySpec build = spec.value();
        String fileName =
                String.format(Locale.ROOT, "%05d-%s-%d.parquet", task.partitionId(), build.run(), task.taskAttemptId());
        return run(build, range, conf.value().value(), task.partitionId(), fileName);
    }

    private static Map<Table, List<AttemptFile>> run(
            HistorySpec build, HashRange range, Configuration conf, int task, String fileName) throws IOException {
        List<ActionCursor> actions = new ArrayList<>(build.actions().days().size());
        List<DayImpressions> impressions = new ArrayList<>(build.impressions().size());
        try (OutputFiles files = new OutputFiles(build, conf, task, fileName);
                OpenCursors open = new OpenCursors()) {
            for (DayFile file : build.actions().days()) {
                actions.add(open.add(ActionFileCursor.open(new Path(file.path()), conf, range, file.dt())));
            }
            for (PackedFile file : build.actions().packs()) {
                if (file.overlaps(range)) {
                    actions.add(open.add(PackFileCursor.open(
                            new Path(file.path()),
                            conf,
                            range,
                            file.month(),
                            "build its month again with: " + file.packAgain())));
                }
            }
            for (DayFile file : build.impressions()) {
                var cursor = open.add(ImpressionFileCursor.open(new Path(file.path()), conf, range));
                impressions.add(new DayImpressions(build.histories().days().indexOf(file.dt()), cursor));
            }
            HistorySpec.Histories wanted = build.histories();
            HistoryDays days = new HistoryDays(wanted.days(), wanted.lookback(), wanted.zone());
            new HistoryMerge(days, wanted.length(), actions, impressions, files).run();
            return files.finish();
        }
    }
}
