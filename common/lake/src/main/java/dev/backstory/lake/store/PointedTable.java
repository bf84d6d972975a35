package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.days.DayRecords;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.run.PointedRuns;
import dev.backstory.lake.run.PointedRuns.Open;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.lake.run.ReplacedFiles.Replaced;
import dev.backstory.lake.run.RunObject;
import dev.backstory.lake.run.UnfinishedRun;
import dev.backstory.lake.store.PointedDays.Entry;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * A table on an object store, or in a table format. Files are written once, where they stay, and are never moved or
 * copied. Readers read what the day's record names, and publishing is the single step that replaces that record if it
 * has not changed: a conditional write, or a commit ({@link DayRecords}). No lock is held: the tag of the record that a
 * publisher has read keeps it from publishing something older.
 *
 * <pre>
 * &lt;table&gt;/_runs/R/dt=D/…                       files, staged or published
 * &lt;table&gt;/_runs/R/rejected/dt=D/…
 * &lt;table&gt;/dt=D/_PUBLISHED.json                 the record, on an object store without a table format
 * rejected/&lt;table&gt;/dt=unknown/_PUBLISHED.json  {@link WithoutDay}
 * _staging/&lt;table&gt;/run=R.json                  {@link RunObject}, until none of its days waits
 * _staging/&lt;table&gt;/_replaced/…               {@link Replaced}
 * </pre>
 *
 * <p>Replaced files are kept for {@link ReplacedFiles#KEPT}, because a reader may hold the old record, and are then
 * removed by a later run.
 */
final class PointedTable implements TableStore {
    private final Lake lake;
    private final SmallObjects files;
    private final Table table;
    private final PointedDays days;
    private final PointedRuns runs;
    private final ReplacedFiles replaced;
    private final RowsWithoutDay withoutDay;
    private final NamedFiles named;
    private final PointedStaging staging;

    PointedTable(Lake lake, Table table, PointedDays days) {
        this.lake = lake;
        this.files = lake.objects(table);
        this.table = table;
        this.days = days;
        this.runs = new PointedRuns(files, table.folder(), lake.staging(table), new Path(lake.table(table), Lake.RUNS));
        this.replaced = new ReplacedFiles(files, runs.control(), lake.table(table));
        this.withoutDay = new RowsWithoutDay(lake, table, days, replaced);
        this.named = new NamedFiles(lake, table, days, runs, replaced, withoutDay);
        this.staging = new PointedStaging(lake, table, days, runs, replaced, withoutDay, named);
    }

    PointedRuns runs() {
        return runs;
    }

    @Override
    public Path run(RunId run) {
        return runs.folder(run);
    }

    @Override
    public Path publishedDay(RunId run, LocalDate dt) {
        return lake.stagedDay(table, run, dt);
    }

    @Override
    public Path publishedDay(LocalDate dt) {
        return published(dt).map(lake::filesOf).orElse(lake.day(table, dt));
    }

    @Override
    public Path publishedRejected(RunId run, String dt) {
        return lake.stagedRejected(table, run, dt);
    }

    @Override
    public List<Path> rejectedWithoutDay() {
        return withoutDay.now().stream()
                .flatMap(rows -> rows.files().stream()
                        .map(file -> new Path(lake.stagedRejected(table, rows.run(), Lake.UNKNOWN), file.name())))
                .toList();
    }

    @Override
    public List<LocalDate> days() {
        return days.days(table);
    }

    @Override
    public Optional<LocalDate> firstPublished() {
        return days().stream().findFirst();
    }

    @Override
    public Optional<PublishRecord> published(LocalDate dt) {
        return days.read(table, dt).map(Entry::record);
    }

    @Override
    public SortedMap<LocalDate, PublishRecord> published(DayRange range) {
        return days.read(table, range);
    }

    @Override
    public List<StagedRun> stagedRuns() {
        return runs.list().stream()
                .flatMap(run -> Stream.ofNullable(run.content().staged()))
                .toList();
    }

    @Override
    public Optional<StagedRun> stagedRun(RunId run) {
        return runs.of(run).flatMap(open -> Optional.ofNullable(open.content().staged()));
    }

    @Override
    public boolean isUnfinished(RunId run) {
        return unfinishedRuns().stream().anyMatch(found -> found.run().equals(run));
    }

    @Override
    public List<UnfinishedRun> unfinishedRuns() {
        return runs.list().stream()
                .filter(run -> run.content().state() != RunObject.State.STAGED)
                .map(Open::unfinished)
                .toList();
    }

    @Override
    public SortedSet<LocalDate> waiting(StagedRun run) {
        return staging.waiting(run);
    }

    @Override
    public boolean isWaiting(StagedRun run, LocalDate dt) {
        return staging.isWaiting(run, dt);
    }

    @Override
    public StagingRun begin(RunId run, SortedSet<LocalDate> dts) {
        return staging.begin(run, dts);
    }

    @Override
    public void recover() {
        staging.repair();
    }

    @Override
    public void publish(StagedRun run, StagedDay day, PublishRecord passed) {
        PublishRecord record = passed.lyingIn(Lake.RUNS + "/" + run.run() + "/" + Lake.DAY_PREFIX + day.dt());
        requireTheAuditedFiles(run, day);
        Optional<String> tag;
        do {
            Optional<Entry> now = days.read(table, day.dt());
            now.ifPresent(entry -> {
                Publisher.requireNothingLater(run, day, entry.record());
                replaced.note(named.of(entry));
            });
            tag = days.of(table).swap(day.dt(), now.map(Entry::tag).orElse(null), record);
        } while (tag.isEmpty());
        days.publish(table, day.dt(), tag.get(), record);
        withoutDay.publish(run);
        staging.published(run);
    }

    private void requireTheAuditedFiles(StagedRun run, StagedDay day) {
        Path folder = lake.stagedDay(table, run.run(), day.dt());
        TreeMap<String, Long> expected = new TreeMap<>();
        day.files().forEach(file -> expected.put(file.name(), file.bytes()));
        TreeMap<String, Long> found = new TreeMap<>();
        // There may be other files beside them: nobody reads a file that no record names.
        files.objects(folder, "").stream()
                .filter(object -> expected.containsKey(object.name()))
                .forEach(object -> found.put(object.name(), object.bytes()));
        if (!expected.equals(found)) {
            throw Publisher.notTheAuditedFiles(folder, expected, found);
        }
    }
}
