package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.days.DayRecords;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.objects.Tagged;
import dev.backstory.lake.store.PointedDays.Entry;
import dev.backstory.lake.store.PointedRuns.Open;
import dev.backstory.lake.store.ReplacedFiles.Replaced;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * A table on an object store, or in a table format. Files are written once, where they stay, and are never moved or copied;
 * what a reader reads is what the day's record names, and publishing is the one step that replaces that record, if it still
 * is what it was: a conditional write, or a commit ({@link DayRecords}). No lock is held: the tag of the record that a
 * publisher has read is what keeps it from going back.
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
 * <p>What was replaced stays for {@link ReplacedFiles#KEPT}, because a reader may hold the old record, and is removed by a later run.
 */
final class PointedTable implements TableStore {
    private final Lake lake;
    private final SmallObjects files;
    private final Table table;
    private final PointedDays days;
    private final PointedRuns runs;
    private final ReplacedFiles replaced;

    PointedTable(Lake lake, Table table, PointedDays days) {
        this.lake = lake;
        this.files = lake.objects(table);
        this.table = table;
        this.days = days;
        this.runs = new PointedRuns(files, table.folder(), lake.staging(table), new Path(lake.table(table), Lake.RUNS));
        this.replaced = new ReplacedFiles(files, runs.control(), lake.table(table));
    }

    PointedRuns runs() {
        return runs;
    }

    /** A run that this process writes. */
    record Claimed(PointedTable table, Claim claim) {
        void finish(StagedRun manifest) {
            table.finish(claim, manifest);
        }

        void giveUp() {
            table.giveUp(claim);
        }
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
        return withoutDay().stream()
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
    public StagingRun begin(RunId run, SortedSet<LocalDate> dts) {
        Claim claim = claim(run, dts, repair());
        return new StagingRun(lake, table, run, run(run), new Claimed(this, claim));
    }

    @Override
    public void recover() {
        repair();
    }

    /**
     * Claims a run for this process; one of the same id that is over, or whose owner is dead, starts afresh.
     *
     * @param open the runs that there were a moment ago
     */
    private Claim claim(RunId run, SortedSet<LocalDate> dts, List<Open> open) {
        StagingRun.requireNotBusy(table, dts, othersOf(open, run));
        RunObject claim = RunObject.claimed(run, DayRange.fold(dts));
        Claim claimed = claim(run, claim);
        try {
            if (!dts.isEmpty()) {
                List<Open> before = runs.list().stream()
                        .filter(other -> other.content().isBefore(claim))
                        .toList();
                StagingRun.requireNotBusy(table, dts, othersOf(before, run));
            }
            return claimed;
        } catch (RuntimeException e) {
            claimed.forget();
            throw e;
        }
    }

    private Claim claim(RunId run, RunObject claim) {
        while (true) {
            Optional<Claim> claimed = runs.claimNew(claim);
            if (claimed.isPresent()) {
                return claimed.get();
            }
            Optional<Open> before = runs.of(run);
            if (before.isPresent()) {
                StagingRun.requireNoLiveOwner(
                        before.get().content().owner(), before.get().changed(), run);
                claimed = runs.claimFrom(before.get(), claim);
                if (claimed.isPresent()) {
                    noteAll(run);
                    return claimed.get();
                }
            }
        }
    }

    /**
     * Files of a run that starts afresh are removed later only: an audit of what it was before may be about to publish
     * them.
     */
    private void noteAll(RunId run) {
        Set<Path> published = published(run);
        String root = lake.table(table) + "/";
        List<String> old = files.objects(runs.folder(run), "").stream()
                .map(Listed::path)
                .filter(path -> !published.contains(path))
                .map(path -> path.toString().substring(root.length()))
                .toList();
        if (!old.isEmpty()) {
            replaced.note(new Replaced("afresh", run, old));
        }
    }

    private static List<UnfinishedRun> othersOf(List<Open> open, RunId run) {
        return open.stream()
                .filter(other -> !other.content().run().equals(run))
                .filter(other -> other.content().state() == RunObject.State.BUILDING)
                .filter(other -> other.isOfAnother() && other.isAlive())
                .map(Open::unfinished)
                .toList();
    }

    /** Makes the run complete, and removes what attempts have left that do not count. */
    private void finish(Claim claim, StagedRun manifest) {
        List<Path> leftovers = unnamed(manifest.run(), named(manifest));
        claim.finish(manifest);
        files.deleteObjects(leftovers);
    }

    /** Removes a run that is not complete and still is this process's. */
    private void giveUp(Claim claim) {
        List<Path> leftovers = unnamed(claim.content().run(), Set.of());
        if (claim.giveUp()) {
            files.deleteObjects(leftovers);
            claim.forget();
        }
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
                replaced.note(of(entry));
            });
            tag = days.of(table).swap(day.dt(), now.map(Entry::tag).orElse(null), record);
        } while (tag.isEmpty());
        days.publish(table, day.dt(), tag.get(), record);
        publishWithoutDay(run);
        if (run.days().stream().allMatch(each -> days.isKnown(table, each.dt(), known -> isOver(run, known)))) {
            runs.of(run.run())
                    .filter(open -> run.equals(open.content().staged()))
                    .ifPresent(open -> end(open, run));
        }
    }

    /** Forgets a run of which no day waits; files of attempts that came after it was complete go with it. */
    private void end(Open open, StagedRun run) {
        List<Path> late = unnamed(run.run(), named(run));
        if (late.isEmpty() || !runs.remove(open, late)) {
            files.deleteObject(open.object(), open.tag());
        }
    }

    private void requireTheAuditedFiles(StagedRun run, StagedDay day) {
        Path folder = lake.stagedDay(table, run.run(), day.dt());
        TreeMap<String, Long> expected = new TreeMap<>();
        day.files().forEach(file -> expected.put(file.name(), file.bytes()));
        TreeMap<String, Long> found = new TreeMap<>();
        // Others may lie beside them: nobody reads a file that no record names.
        files.objects(folder, "").stream()
                .filter(object -> expected.containsKey(object.name()))
                .forEach(object -> found.put(object.name(), object.bytes()));
        if (!expected.equals(found)) {
            throw Publisher.notTheAuditedFiles(folder, expected, found);
        }
    }

    /** The rows without a day follow the run that was staged last. */
    private void publishWithoutDay(StagedRun run) {
        if (days.isWithoutDayDone(run)) {
            return;
        }
        publishWithoutDayOnce(run);
        days.withoutDayIsDone(run);
    }

    private void publishWithoutDayOnce(StagedRun run) {
        Path file = new Path(lake.rejected(table, Lake.UNKNOWN), Lake.PUBLISHED);
        WithoutDay mine = WithoutDay.of(run);
        Optional<String> tag;
        do {
            Optional<Tagged> now = files.tagged(file);
            Optional<WithoutDay> old = now.map(found -> withoutDay(found, file));
            boolean isDone = old.map(other -> !other.stagedAt().isBefore(run.stagedAt()))
                    .orElse(run.unknownFiles().isEmpty());
            if (isDone) {
                return;
            }
            old.filter(other -> !other.files().isEmpty()).ifPresent(other -> replaced.note(of(other)));
            tag = files.swap(file, now.map(Tagged::tag).orElse(null), RunJson.write(mine));
        } while (tag.isEmpty());
    }

    private Optional<WithoutDay> withoutDay() {
        Path file = new Path(lake.rejected(table, Lake.UNKNOWN), Lake.PUBLISHED);
        return files.tagged(file).map(found -> withoutDay(found, file));
    }

    private static WithoutDay withoutDay(Tagged found, Path file) {
        try {
            return RunJson.read(found.text(), WithoutDay.class, file.toString());
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(e.getMessage() + "; delete it, and build the last day again", e);
        }
    }

    /** The days of a run that are not published, and may be: nothing that was staged later is. */
    @Override
    public SortedSet<LocalDate> waiting(StagedRun run) {
        TreeSet<LocalDate> waiting = new TreeSet<>();
        run.days().forEach(day -> waiting.add(day.dt()));
        if (!waiting.isEmpty()) {
            days.read(table, new DayRange(waiting.first(), waiting.last())).forEach((dt, record) -> {
                if (isOver(run, record)) {
                    waiting.remove(dt);
                }
            });
        }
        return waiting;
    }

    @Override
    public boolean isWaiting(StagedRun run, LocalDate dt) {
        return run.day(dt).isPresent()
                && days.read(table, dt).filter(now -> isOver(run, now.record())).isEmpty();
    }

    private static boolean isOver(StagedRun run, PublishRecord published) {
        return !published.stagedAt().isBefore(run.stagedAt());
    }

    /** Puts the table in order after processes that died; gives the runs that are open then. */
    private List<Open> repair() {
        List<Open> open = new ArrayList<>();
        List<Listed> all = files.objects(runs.control(), "");
        for (Open run : runs.read(all)) {
            if (run.content().state() != RunObject.State.STAGED) {
                boolean isDead = run.content().state() == RunObject.State.REMOVING || !run.isAlive();
                if (!isDead || !runs.remove(run, unnamed(run.content().run(), Set.of()))) {
                    open.add(run);
                }
            } else if (!isOver(run)) {
                open.add(run);
            }
        }
        replaced.removeOld(all, this::named, this::endHistory);
        return open;
    }

    private Set<Path> endHistory(Instant before, boolean isAny) {
        return days.of(table).endHistory(before, isAny).stream()
                .map(tag -> new Path(lake.table(table), tag))
                .collect(Collectors.toSet());
    }

    /** Whether no day of a complete run waits any more; then it is forgotten. */
    private boolean isOver(Open run) {
        StagedRun staged = run.content().staged();
        if (staged == null) {
            return false;
        }
        SortedSet<LocalDate> waiting = waiting(staged);
        boolean isPublished = staged.days().stream()
                .filter(day -> !waiting.contains(day.dt()))
                .anyMatch(day -> days.read(table, day.dt())
                        .filter(now -> now.record().run().equals(staged.run()))
                        .isPresent());
        if (isPublished) {
            publishWithoutDay(staged);
        }
        if (!waiting.isEmpty() || (run.isOfAnother() && run.isAlive())) {
            return false;
        }
        return runs.remove(run, unnamed(staged.run(), Set.of()));
    }

    /**
     * The files of a run that neither these names nor any record names. They may be removed by whoever then makes the next
     * change of the run's object: until that change nobody else had the run, so that none of them is of a run that started
     * afresh.
     */
    private List<Path> unnamed(RunId run, Set<Path> named) {
        List<Path> unnamed = files.objects(runs.folder(run), "").stream()
                .map(Listed::path)
                .filter(path -> !named.contains(path))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!unnamed.isEmpty()) {
            unnamed.removeAll(published(run));
        }
        return unnamed;
    }

    /** The files of a run that records name now, and those that they named until a moment ago. */
    private Set<Path> published(RunId run) {
        Set<Path> named = named(run);
        named.addAll(replaced.noted(run));
        return named;
    }

    /** The files of a run that records name. */
    private Set<Path> named(RunId run) {
        Set<Path> named = new HashSet<>();
        days.entries(table).stream()
                .filter(entry -> entry.record().run().equals(run))
                .forEach(entry -> named.addAll(replaced.paths(of(entry))));
        withoutDay().filter(rows -> rows.run().equals(run)).ifPresent(rows -> named.addAll(replaced.paths(of(rows))));
        return named;
    }

    private Set<Path> named(StagedRun manifest) {
        Set<Path> named = new HashSet<>();
        RunId run = manifest.run();
        for (StagedDay day : manifest.days()) {
            day.files().forEach(file -> named.add(new Path(lake.stagedDay(table, run, day.dt()), file.name())));
            Path rejected = lake.stagedRejected(table, run, day.dt().toString());
            day.rejectedFiles().forEach(file -> named.add(new Path(rejected, file.name())));
        }
        Path unknown = lake.stagedRejected(table, run, Lake.UNKNOWN);
        manifest.unknownFiles().forEach(file -> named.add(new Path(unknown, file.name())));
        return named;
    }

    private Replaced of(Entry entry) {
        PublishRecord record = entry.record();
        String day = Lake.DAY_PREFIX + record.dt();
        if (record.folder() == null) {
            // Of a lake that was copied here.
            return new Replaced(day, record.run(), names(day + "/", record.files()));
        }
        List<String> names = new ArrayList<>(names(record.folder() + "/", record.files()));
        names.addAll(names(Lake.RUNS + "/" + record.run() + "/rejected/" + day + "/", record.rejectedFiles()));
        names.addAll(days.of(table).amongFiles(entry.tag()));
        return new Replaced(day, record.run(), names);
    }

    private static Replaced of(WithoutDay rows) {
        return new Replaced(
                Lake.DAY_PREFIX + Lake.UNKNOWN,
                rows.run(),
                names(
                        Lake.RUNS + "/" + rows.run() + "/rejected/" + Lake.DAY_PREFIX + Lake.UNKNOWN + "/",
                        rows.files()));
    }

    private static List<String> names(String folder, List<StagedFile> files) {
        return files.stream().map(file -> folder + file.name()).toList();
    }
}
