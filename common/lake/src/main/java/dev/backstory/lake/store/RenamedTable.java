package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.DayText;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.RunConflicts;
import dev.backstory.lake.run.TableLock;
import dev.backstory.lake.run.UnfinishedRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** A table of folders: a day is published by moving its folder out of staging, under the table's lock. */
final class RenamedTable implements TableStore {
    private final Lake lake;
    private final LakeFiles files;
    private final Table table;
    private final RunFolders runs;
    private final Recovery recovery;

    RenamedTable(Lake lake, Table table) {
        this.lake = lake;
        this.files = lake.files();
        this.table = table;
        this.runs = new RunFolders(lake, table);
        this.recovery = new Recovery(lake);
    }

    @Override
    public Path run(RunId run) {
        return runs.of(run);
    }

    @Override
    public Path publishedDay(RunId run, LocalDate dt) {
        return lake.day(table, dt);
    }

    @Override
    public Path publishedDay(LocalDate dt) {
        return lake.day(table, dt);
    }

    @Override
    public Path publishedRejected(RunId run, String dt) {
        return lake.rejected(table, dt);
    }

    @Override
    public List<Path> rejectedWithoutDay() {
        return lake.parquet(lake.rejected(table, Lake.UNKNOWN));
    }

    /** The days that have a folder; one without its record is not published. */
    @Override
    public List<LocalDate> days() {
        return files.names(lake.table(table)).stream()
                .map(DayText::parse)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    @Override
    public Optional<LocalDate> firstPublished() {
        return days().stream()
                .filter(dt -> files.exists(lake.record(table, dt)))
                .findFirst();
    }

    @Override
    public Optional<PublishRecord> published(LocalDate dt) {
        Path file = lake.record(table, dt);
        Optional<PublishRecord> record = lake.json(file, PublishRecord.class, PublishRecords.BUILD_AGAIN);
        record.ifPresent(found -> PublishRecords.requireWhole(found, table, dt, file));
        return record;
    }

    @Override
    public SortedMap<LocalDate, PublishRecord> published(DayRange range) {
        SortedMap<LocalDate, PublishRecord> found = new TreeMap<>();
        for (LocalDate dt : days()) {
            if (range.contains(dt)) {
                published(dt).ifPresent(published -> found.put(dt, published));
            }
        }
        return found;
    }

    @Override
    public List<StagedRun> stagedRuns() {
        return runs.complete();
    }

    @Override
    public Optional<StagedRun> stagedRun(RunId run) {
        return runs.manifest(run(run));
    }

    @Override
    public boolean isUnfinished(RunId run) {
        return files.exists(run(run)) && stagedRun(run).isEmpty();
    }

    @Override
    public List<UnfinishedRun> unfinishedRuns() {
        return runs.unfinished();
    }

    @Override
    public SortedSet<LocalDate> waiting(StagedRun run) {
        TreeSet<LocalDate> waiting = new TreeSet<>();
        for (String name : files.names(run(run.run()))) {
            LocalDate dt = DayText.parse(name);
            if (dt != null && run.day(dt).isPresent()) {
                waiting.add(dt);
            }
        }
        return waiting;
    }

    @Override
    public boolean isWaiting(StagedRun run, LocalDate dt) {
        return files.exists(lake.stagedDay(table, run.run(), dt));
    }

    @Override
    public StagingRun begin(RunId run, SortedSet<LocalDate> days) {
        recover();
        Path folder = run(run);
        Path owner = new Path(folder, RunFolders.OWNER);
        try (TableLock lock = TableLock.acquire(files, Recovery.lockOf(lake, table))) {
            RunConflicts.requireNoLiveOwner(files, owner, run);
            RunConflicts.requireFree(table, days, days.isEmpty() ? List.of() : runs.ofOthers());
            if (files.exists(folder)) {
                Path away = new Path(lake.staging(table), Recovery.DISCARDED + UUID.randomUUID());
                files.move(folder, away);
                files.delete(away);
            }
            RunFolders.claim(files, folder);
            StagingRun begun = new StagingRun(run, folder, new FolderRun(lake, table, run, folder));
            if (!days.isEmpty()) {
                begun.announce(days);
            }
            return begun;
        }
    }

    /** A crash between the two renames of a replacement is completed by {@link Recovery}. */
    @Override
    public void publish(StagedRun run, StagedDay day, PublishRecord record) {
        Path staged = lake.stagedDay(table, run.run(), day.dt());
        Path target = lake.day(table, day.dt());
        try (TableLock lock = TableLock.acquire(files, Recovery.lockOf(lake, table))) {
            // The audit may have taken long: a run that was staged after this one may be published by now.
            published(day.dt()).ifPresent(now -> Publisher.requireNothingLater(run, day, now));
            requireTheAuditedFiles(staged, day);
            files.writeWhole(new Path(staged, Lake.PUBLISHED), RunJson.write(record));
            Path replaced = new Path(run(run.run()), Recovery.REPLACED + "/" + Lake.DAY_PREFIX + day.dt());
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
            throw Publisher.notTheAuditedFiles(staged, expected, found);
        }
    }

    @Override
    public void recover() {
        recovery.repair(table);
    }
}
