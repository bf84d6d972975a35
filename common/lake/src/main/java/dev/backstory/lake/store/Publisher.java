package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Makes a staged day the published one: by renames alone, and on an object store, where a rename is a copy, by one
 * conditional write ({@link PointedTable}).
 */
public final class Publisher {
    private final Lake lake;
    private final LakeFiles files;
    private final Recovery recovery;

    public Publisher(Lake lake) {
        this.lake = lake;
        this.files = lake.files();
        this.recovery = new Recovery(lake);
    }

    /**
     * Publishes one audited day, unless one that was staged later is published ({@link SupersededException}). A crash at
     * any point leaves the old day or the new one; between the two renames of a replacement a reader may for a moment
     * find no day, and a crash there is completed by {@link Recovery}.
     */
    public void publish(StagedRun run, StagedDay day, PublishRecord record) {
        if (lake.isPointed()) {
            lake.pointed(run.table()).publish(run, day, record);
            return;
        }
        Table table = run.table();
        Path staged = lake.stagedDay(table, run.run(), day.dt());
        Path target = lake.day(table, day.dt());
        try (TableLock lock = TableLock.acquire(files, Recovery.lockOf(lake, table))) {
            requireNothingLater(run, day);
            requireTheAuditedFiles(staged, day);
            files.writeWhole(new Path(staged, Lake.PUBLISHED), RunJson.write(record));
            Path replaced = new Path(lake.run(table, run.run()), Recovery.REPLACED + "/" + Lake.DAY_PREFIX + day.dt());
            boolean replaces = files.exists(target);
            if (replaces) {
                files.move(target, replaced);
            }
            files.move(staged, target);
            recovery.publishRejected(run, day);
            if (replaces) {
                files.delete(replaced);
            }
            recovery.removeIfDone(run);
        }
    }

    /** The audit may have taken long: a run that was staged after this one may be published by now, and must stay. */
    private void requireNothingLater(StagedRun run, StagedDay day) {
        lake.published(run.table(), day.dt()).ifPresent(record -> requireNothingLater(run, day, record));
    }

    static void requireNothingLater(StagedRun run, StagedDay day, PublishRecord published) {
        if (published.isLaterThan(run)) {
            throw new SupersededException("Cannot publish " + run.table().folder() + " of " + day.dt() + " by run "
                    + run.run() + " because run " + published.run()
                    + ", which was staged later, is published; there is nothing to do");
        }
    }

    private void requireTheAuditedFiles(Path staged, StagedDay day) {
        TreeMap<String, Long> expected = new TreeMap<>();
        for (StagedFile file : day.files()) {
            expected.put(file.name(), file.bytes());
        }
        TreeMap<String, Long> found = new TreeMap<>();
        for (FileStatus status : files.list(staged)) {
            String name = status.getPath().getName();
            if (!name.equals(Lake.PUBLISHED) && !name.startsWith(".")) {
                found.put(name, status.getLen());
            }
        }
        if (!expected.equals(found)) {
            throw notTheAuditedFiles(staged, expected, found);
        }
    }

    static BackstoryException notTheAuditedFiles(Path staged, Map<String, Long> expected, Map<String, Long> found) {
        return new BackstoryException("Cannot publish " + staged + " because its files are not those of its run: "
                + "expected " + expected + ", found " + found + "; run the step again");
    }
}
