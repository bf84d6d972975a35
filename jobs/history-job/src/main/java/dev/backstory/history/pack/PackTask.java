package dev.backstory.history.pack;

import dev.backstory.core.history.ActionCursor;
import dev.backstory.core.history.PackMerge;
import dev.backstory.core.run.PackFile;
import dev.backstory.history.merge.DayFile;
import dev.backstory.history.merge.OpenCursors;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Packs;
import dev.backstory.lake.table.ActionFileCursor;
import dev.backstory.lake.table.PackFileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** One attempt at one hash range of a pack: merges the range of the month's days into one file. */
final class PackTask implements Function<HashRange, PackPart> {
    private static final long serialVersionUID = 1L;

    private final PackSpec spec;
    private final Broadcast<SerializableConfiguration> conf;

    PackTask(PackSpec spec, Broadcast<SerializableConfiguration> conf) {
        this.spec = spec;
        this.conf = conf;
    }

    @Override
    public PackPart call(HashRange range) throws IOException {
        TaskContext task = TaskContext.get();
        AttemptFolder attempt = AttemptFolder.create(spec.runFolder(), task.partitionId());
        String folder = Packs.folder(spec.month());
        // No two packs have a file of the same name: a reader of a pack that is replaced finds its own files or none.
        String name =
                String.format(Locale.ROOT, "%05d-%s-%d.parquet", task.partitionId(), spec.run(), task.taskAttemptId());
        return write(range, conf.value().value(), attempt, folder, name);
    }

    private PackPart write(HashRange range, Configuration hadoop, AttemptFolder attempt, String folder, String name)
            throws IOException {
        try (OpenCursors open = new OpenCursors();
                PackFileWriter writer = PackFileWriter.open(
                        attempt.file(folder, name), hadoop, spec.month().atDay(1))) {
            List<ActionCursor> actions = new ArrayList<>();
            for (DayFile file : spec.days()) {
                actions.add(open.add(ActionFileCursor.open(new Path(file.path()), hadoop, range, file.dt())));
            }
            long read = new PackMerge(
                            spec.month(),
                            spec.zone(),
                            spec.length(),
                            actions,
                            row -> writer.write(
                                    row.hash(),
                                    row.customerId(),
                                    row.itemId(),
                                    row.timeMicros(),
                                    row.type(),
                                    row.epochDay()))
                    .run();
            if (writer.isEmpty()) {
                return new PackPart(null, null, read);
            }
            PackFile file = writer.finish();
            return new PackPart(attempt.finished(folder, file), file, read);
        }
    }
}
