package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.objects.Tagged;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.lake.run.ReplacedFiles.Replaced;
import dev.backstory.lake.run.WithoutDay;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The rejected rows of a table that have no day, if files stay where they are written: those of the run that was staged
 * last.
 */
final class RowsWithoutDay {
    private final Lake lake;
    private final SmallObjects files;
    private final Table table;
    private final PointedDays days;
    private final ReplacedFiles replaced;

    RowsWithoutDay(Lake lake, Table table, PointedDays days, ReplacedFiles replaced) {
        this.lake = lake;
        this.files = lake.objects(table);
        this.table = table;
        this.days = days;
        this.replaced = replaced;
    }

    /** Publishes the rows without a day of a run, unless those of a run that was staged later are published. */
    void publish(StagedRun run) {
        if (days.isWithoutDayDone(run)) {
            return;
        }
        publishOnce(run);
        days.withoutDayIsDone(run);
    }

    private void publishOnce(StagedRun run) {
        Path file = file();
        WithoutDay mine = WithoutDay.of(run);
        Optional<String> tag;
        do {
            Optional<Tagged> now = files.tagged(file);
            Optional<WithoutDay> old = now.map(found -> read(found, file));
            boolean isDone = old.map(other -> !other.stagedAt().isBefore(run.stagedAt()))
                    .orElse(run.unknownFiles().isEmpty());
            if (isDone) {
                return;
            }
            old.filter(other -> !other.files().isEmpty()).ifPresent(other -> replaced.note(replaced(other)));
            tag = files.swap(file, now.map(Tagged::tag).orElse(null), RunJson.write(mine));
        } while (tag.isEmpty());
    }

    Optional<WithoutDay> now() {
        Path file = file();
        return files.tagged(file).map(found -> read(found, file));
    }

    private Path file() {
        return new Path(lake.rejected(table, Lake.UNKNOWN), Lake.PUBLISHED);
    }

    private static WithoutDay read(Tagged found, Path file) {
        try {
            return RunJson.read(found.text(), WithoutDay.class, file.toString());
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(e.getMessage() + "; delete it, and build the last day again", e);
        }
    }

    static Replaced replaced(WithoutDay rows) {
        String folder = Lake.RUNS + "/" + rows.run() + "/rejected/" + Lake.DAY_PREFIX + Lake.UNKNOWN + "/";
        return new Replaced(
                Lake.DAY_PREFIX + Lake.UNKNOWN,
                rows.run(),
                rows.files().stream().map(file -> folder + file.name()).toList());
    }
}
