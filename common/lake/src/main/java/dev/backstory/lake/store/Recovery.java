package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.TableLock;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Repairs what a killed process left behind in a table: a replacement that stopped between its two renames is
 * completed, the rejected rows of a published day are moved after it, and unfinished runs of dead owners are removed.
 * Complete runs that wait for their audit, and runs of live owners, are left alone.
 */
public final class Recovery {
    /** Where a day that is being replaced is kept between the two renames, inside the run that replaces it. */
    static final String REPLACED = "_replaced";

    /**
     * The beginning of the name of a folder that is being removed; the holder of the lock only finds those of dead
     * processes.
     */
    static final String DISCARDED = "_discarded-";

    private final Lake lake;
    private final LakeFiles files;

    public Recovery(Lake lake) {
        this.lake = lake;
        this.files = lake.files();
    }

    static Path lockOf(Lake lake, Table table) {
        return new Path(lake.staging(table), "_LOCK");
    }

    public void recover(Table table) {
        lake.store(table).recover();
    }

    /** Does this for a table whose days are folders. */
    void repair(Table table) {
        if (files.list(lake.staging(table)).isEmpty()) {
            return;
        }
        try (TableLock lock = TableLock.acquire(files, lockOf(lake, table))) {
            for (FileStatus entry : files.list(lake.staging(table))) {
                String name = entry.getPath().getName();
                if (name.startsWith(DISCARDED) || name.startsWith(RunFolders.STARTING)) {
                    files.delete(entry.getPath());
                } else if (entry.isDirectory() && name.startsWith(Lake.RUN_PREFIX)) {
                    recoverRun(table, entry.getPath());
                }
            }
        }
    }

    private void recoverRun(Table table, Path folder) {
        Optional<StagedRun> manifest = new RunFolders(lake, table).manifest(folder);
        if (manifest.isEmpty()) {
            if (RunFolders.isAbandoned(files, folder)) {
                files.delete(folder);
            }
            return;
        }
        for (FileStatus replaced : files.list(new Path(folder, REPLACED))) {
            LocalDate dt = DayText.parse(replaced.getPath().getName());
            if (dt != null) {
                completeReplacement(table, folder, dt, replaced.getPath());
            }
        }
        for (StagedDay day : manifest.get().days()) {
            if (isPublishedBy(manifest.get(), table, day.dt())) {
                publishRejectedOfDay(manifest.get(), day);
                publishUnknown(manifest.get());
            }
        }
        removeIfDone(manifest.get());
        removeIfSuperseded(manifest.get(), folder);
    }

    /**
     * Removes a run that will not be published any more, because all its waiting days were published by runs staged
     * later. Until then, days that failed their audit are kept for inspection.
     */
    private void removeIfSuperseded(StagedRun run, Path folder) {
        for (StagedDay day : run.days()) {
            boolean mayBePublished = lake.isStaged(run, day.dt())
                    && lake.published(run.table(), day.dt())
                            .filter(record -> record.isLaterThan(run))
                            .isEmpty();
            if (mayBePublished) {
                return;
            }
        }
        if (files.exists(folder) && RunFolders.isAbandoned(files, folder)) {
            files.delete(folder);
        }
    }

    private void completeReplacement(Table table, Path folder, LocalDate dt, Path replaced) {
        Path target = lake.day(table, dt);
        if (!files.exists(target)) {
            Path staged = new Path(folder, Lake.DAY_PREFIX + dt);
            files.move(files.exists(new Path(staged, Lake.PUBLISHED)) ? staged : replaced, target);
        }
        files.delete(replaced);
    }

    private boolean isPublishedBy(StagedRun run, Table table, LocalDate dt) {
        return !lake.isStaged(run, dt)
                && lake.published(table, dt).map(PublishRecord::run).equals(Optional.of(run.run()));
    }

    /** Replaces the rejected rows of a day that this run published; can be repeated after a crash at any point. */
    void publishRejected(StagedRun run, StagedDay day) {
        publishRejectedOfDay(run, day);
        if (!publishUnknown(run) && run.unknownFiles().isEmpty()) {
            files.delete(lake.rejected(run.table(), Lake.UNKNOWN));
        }
    }

    private void publishRejectedOfDay(StagedRun run, StagedDay day) {
        Table table = run.table();
        Path target = lake.rejected(table, day.dt().toString());
        if (!follow(lake.stagedRejected(table, run.run(), day.dt().toString()), target)
                && day.rejectedFiles().isEmpty()) {
            files.delete(target);
        }
    }

    /**
     * Replaces the rows without a day: a later run may have published others since, so only rows that are still waiting
     * replace any.
     */
    private boolean publishUnknown(StagedRun run) {
        Table table = run.table();
        return follow(lake.stagedRejected(table, run.run(), Lake.UNKNOWN), lake.rejected(table, Lake.UNKNOWN));
    }

    private boolean follow(Path staged, Path target) {
        if (!files.exists(staged)) {
            return false;
        }
        files.delete(target);
        files.move(staged, target);
        return true;
    }

    /** Removes a run's folder once none of its days is waiting any more. */
    void removeIfDone(StagedRun run) {
        // Days are published in order, so the last ones are the likeliest to be waiting still.
        for (int i = run.days().size() - 1; i >= 0; i--) {
            if (lake.isStaged(run, run.days().get(i).dt())) {
                return;
            }
        }
        files.delete(lake.run(run.table(), run.run()));
    }
}
