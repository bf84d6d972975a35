package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.DayText;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.files.SafeStorage;
import dev.backstory.lake.files.StorageSettings;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where everything lies, and what is published and staged.
 *
 * <pre>
 * &lt;root&gt;/&lt;table&gt;/dt=D/            a published day, with _PUBLISHED.json
 * &lt;root&gt;/rejected/&lt;table&gt;/dt=D/   the rows of it that were rejected; dt=unknown for rows whose dt cannot be read
 * &lt;root&gt;/_staging/&lt;table&gt;/run=R/   a run that waits for its audit, or is being written
 * &lt;root&gt;/ids/&lt;kind&gt;/             the numbers of ids that are texts, with _DICTIONARY.json
 * &lt;root&gt;/_packs/actions/month=M/ a month of actions in few files, with _PACK.json ({@link Packs})
 * &lt;root&gt;/_skipped/&lt;table&gt;/         the days that were left out ({@link SkippedDays})
 * &lt;root&gt;/_reports/               the audits
 * </pre>
 *
 * <p>On an object store the files lie elsewhere: {@link PointedTable}.
 */
public final class Lake {
    static final String PUBLISHED = "_PUBLISHED.json";
    static final String STAGED = "_STAGED.json";
    static final String OWNER = "_OWNER.json";
    static final String RUN_PREFIX = "run=";
    /** Where the files of runs lie that are never moved. */
    static final String RUNS = "_runs";
    /** The days that an unfinished run is for. */
    static final String BUILDING = "_BUILDING.json";

    public static final String DAY_PREFIX = "dt=";
    public static final String UNKNOWN = "unknown";

    private static final String BUILD_AGAIN = "delete the folder of the day, and build the day again";

    private final Path root;
    private final LakeFiles files;
    private final @Nullable PointedDays pointed;

    public Lake(String root, LakeFiles files) {
        this.root = new Path(root);
        this.files = files;
        SafeStorage.require(this.root, files.conf());
        this.pointed = files.onObjectStore(this.root) ? new PointedDays(this) : null;
    }

    /** The lake of a config, for a process that has no Spark session: by the storage settings that a session would have. */
    public static Lake open(PipelineConfig config) {
        return new Lake(
                config.lake(),
                new LakeFiles(StorageSettings.configuration(
                        config.spark().conf(), config.spark().master())));
    }

    public Path root() {
        return root;
    }

    public LakeFiles files() {
        return files;
    }

    public Path table(Table table) {
        return new Path(root, table.folder());
    }

    public Path day(Table table, LocalDate dt) {
        return new Path(table(table), DAY_PREFIX + dt);
    }

    /** @param dt a day, or {@link #UNKNOWN} */
    public Path rejected(Table table, String dt) {
        return new Path(root, "rejected/" + table.folder() + "/" + DAY_PREFIX + dt);
    }

    /** Where the dictionary of a kind of ids lies. */
    public Path ids(IdKind kind) {
        return new Path(root, kind.folder());
    }

    public Path reports() {
        return new Path(root, "_reports");
    }

    /** Where the audits of a table lie, below {@link #reports}: a folder for each day. */
    public Path reports(Table table) {
        return new Path(reports(), table.folder());
    }

    public Path staging(Table table) {
        return new Path(root, "_staging/" + table.folder());
    }

    public Path run(Table table, RunId run) {
        return isPointed() ? new Path(table(table), RUNS + "/" + run) : new Path(staging(table), RUN_PREFIX + run);
    }

    /** Whether days are published by records that point at files, and not by moving files. */
    boolean isPointed() {
        return pointed != null;
    }

    PointedTable pointed(Table table) {
        return new PointedTable(this, table, Objects.requireNonNull(pointed));
    }

    /** The object that says what of a day is published. */
    Path record(Table table, LocalDate dt) {
        return new Path(day(table, dt), PUBLISHED);
    }

    Path index(Table table) {
        return new Path(root, "_index/" + table.folder() + ".json");
    }

    /** A file of a published day. */
    public Path file(PublishRecord record, StagedFile file) {
        return new Path(filesOf(record), file.name());
    }

    /** The folder with the files that a record names. */
    public Path filesOf(PublishRecord record) {
        return record.folder() == null
                ? day(record.table(), record.dt())
                : new Path(table(record.table()), record.folder());
    }

    /** The folder with the files of a day that a run has published. */
    public Path publishedDay(RunId run, Table table, LocalDate dt) {
        return isPointed() ? stagedDay(table, run, dt) : day(table, dt);
    }

    /** The folder with the files of a day, whoever has published it. */
    public Path publishedDay(Table table, LocalDate dt) {
        return isPointed() ? published(table, dt).map(this::filesOf).orElse(day(table, dt)) : day(table, dt);
    }

    /** The folder with the rejected rows of a day that a run has published. */
    public Path publishedRejected(RunId run, Table table, String dt) {
        return isPointed() ? stagedRejected(table, run, dt) : rejected(table, dt);
    }

    /** The folder with the rejected rows of a published day. */
    public Path rejectedOf(PublishRecord record) {
        return record.folder() == null
                ? rejected(record.table(), record.dt().toString())
                : new Path(table(record.table()), RUNS + "/" + record.run() + "/rejected/" + DAY_PREFIX + record.dt());
    }

    /** The files with the rejected rows of a published day. */
    public List<Path> rejectedFiles(PublishRecord record) {
        return record.folder() != null
                ? record.rejectedFiles().stream()
                        .map(file -> new Path(rejectedOf(record), file.name()))
                        .toList()
                : parquet(rejectedOf(record));
    }

    /** The files with the rejected rows that have no day. */
    public List<Path> rejectedWithoutDay(Table table) {
        return isPointed()
                ? pointed(table).withoutDay().stream()
                        .flatMap(rows -> rows.files().stream()
                                .map(file -> new Path(stagedRejected(table, rows.run(), UNKNOWN), file.name())))
                        .toList()
                : parquet(rejected(table, UNKNOWN));
    }

    private List<Path> parquet(Path folder) {
        return files.list(folder).stream()
                .map(FileStatus::getPath)
                .filter(path -> path.getName().endsWith(".parquet"))
                .toList();
    }

    public Path stagedDay(Table table, RunId run, LocalDate dt) {
        return new Path(run(table, run), DAY_PREFIX + dt);
    }

    public Path stagedRejected(Table table, RunId run, String dt) {
        return new Path(run(table, run), "rejected/" + DAY_PREFIX + dt);
    }

    /** The day's publish record; empty when the day is not published. */
    public Optional<PublishRecord> published(Table table, LocalDate dt) {
        if (pointed != null) {
            return pointed.read(table, dt).map(PointedDays.Entry::record);
        }
        Path file = record(table, dt);
        Optional<PublishRecord> record = json(file, PublishRecord.class, BUILD_AGAIN);
        record.ifPresent(found -> requireWhole(found, table, dt, file));
        return record;
    }

    /** The publish records of those days of a range that are published. */
    public SortedMap<LocalDate, PublishRecord> published(Table table, DayRange range) {
        if (pointed != null) {
            return pointed.read(table, range);
        }
        SortedMap<LocalDate, PublishRecord> found = new TreeMap<>();
        for (LocalDate dt : days(table)) {
            if (range.contains(dt)) {
                published(table, dt).ifPresent(published -> found.put(dt, published));
            }
        }
        return found;
    }

    /** The first day of a table that is published, of all time. */
    public Optional<LocalDate> firstPublished(Table table) {
        return days(table).stream()
                .filter(dt -> isPointed() || files.exists(record(table, dt)))
                .findFirst();
    }

    /** The complete runs in a table's staging, newest first. A day of a run waits while its folder is there. */
    public List<StagedRun> stagedRuns(Table table) {
        List<StagedRun> runs = new ArrayList<>();
        if (isPointed()) {
            pointed(table)
                    .runs()
                    .list()
                    .forEach(run -> Optional.ofNullable(run.content().staged()).ifPresent(runs::add));
        }
        for (FileStatus folder : isPointed() ? List.<FileStatus>of() : files.list(staging(table))) {
            if (folder.isDirectory() && folder.getPath().getName().startsWith(RUN_PREFIX)) {
                manifest(folder.getPath()).ifPresent(runs::add);
            }
        }
        runs.sort(Comparator.comparing(StagedRun::stagedAt).reversed());
        return runs;
    }

    /** The manifest of a run; empty when there is no such run or it is not complete. */
    public Optional<StagedRun> stagedRun(Table table, RunId run) {
        return isPointed()
                ? pointed(table)
                        .runs()
                        .of(run)
                        .flatMap(open -> Optional.ofNullable(open.content().staged()))
                : manifest(run(table, run));
    }

    /** Whether there is a run of this id that is not complete. */
    public boolean isUnfinished(Table table, RunId run) {
        return isPointed()
                ? unfinishedRuns(table).stream().anyMatch(found -> found.run().equals(run))
                : files.exists(run(table, run)) && stagedRun(table, run).isEmpty();
    }

    /** The days of a run that still wait in staging. */
    public SortedSet<LocalDate> waiting(StagedRun run) {
        if (isPointed()) {
            return pointed(run.table()).waiting(run);
        }
        TreeSet<LocalDate> waiting = new TreeSet<>();
        for (String name : files.names(run(run.table(), run.run()))) {
            LocalDate dt = DayText.parse(name);
            if (dt != null && run.day(dt).isPresent()) {
                waiting.add(dt);
            }
        }
        return waiting;
    }

    /** Whether this day of a run still waits in staging: not published, or failed. */
    public boolean isStaged(StagedRun run, LocalDate dt) {
        return isPointed()
                ? pointed(run.table()).isWaiting(run, dt)
                : files.exists(stagedDay(run.table(), run.run(), dt));
    }

    /** The runs of a table that are not complete: being written, or left by a process that died. */
    public List<UnfinishedRun> unfinishedRuns(Table table) {
        if (isPointed()) {
            return pointed(table).runs().list().stream()
                    .filter(run -> run.content().state() != RunObject.State.STAGED)
                    .map(PointedRuns.Open::unfinished)
                    .toList();
        }
        List<UnfinishedRun> runs = new ArrayList<>();
        for (FileStatus folder : files.list(staging(table))) {
            if (folder.isDirectory()
                    && folder.getPath().getName().startsWith(RUN_PREFIX)
                    && !files.exists(new Path(folder.getPath(), STAGED))) {
                runs.add(UnfinishedRun.read(this, folder));
            }
        }
        return runs;
    }

    /** The runs of a table that other processes, which live, are writing, or have written and not published yet. */
    List<UnfinishedRun> runsOfOthers(Table table) {
        List<UnfinishedRun> runs = new ArrayList<>();
        for (FileStatus folder : files.list(staging(table))) {
            if (folder.isDirectory() && folder.getPath().getName().startsWith(RUN_PREFIX)) {
                try {
                    UnfinishedRun run = UnfinishedRun.read(this, folder);
                    if (run.isAlive() && run.isOfAnother()) {
                        runs.add(run);
                    }
                } catch (UncheckedIOException e) {
                    // A run that has ended takes its folder with it.
                    if (files.exists(folder.getPath())) {
                        throw e;
                    }
                }
            }
        }
        return runs;
    }

    /**
     * A small JSON file as a record; empty when it is not there.
     *
     * @param remedy what to do when it cannot be read, for the message
     */
    public <T> Optional<T> json(Path file, Class<T> type, String remedy) {
        try {
            return files.read(file).map(text -> RunJson.read(text, type, file.toString()));
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(e.getMessage() + "; " + remedy, e);
        }
    }

    Optional<StagedRun> manifest(Path runFolder) {
        return json(
                new Path(runFolder, STAGED), StagedRun.class, "delete the folder of the run, and build its days again");
    }

    /** A publish record, from the text that was read of a file. */
    PublishRecord record(String text, Table table, LocalDate dt, Path file) {
        try {
            PublishRecord record = RunJson.read(text, PublishRecord.class, file.toString());
            requireWhole(record, table, dt, file);
            return record;
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(e.getMessage() + "; " + BUILD_AGAIN, e);
        }
    }

    private static void requireWhole(PublishRecord record, Table table, LocalDate dt, Path file) {
        boolean whole = record.table() == table
                && dt.equals(record.dt())
                && record.run() != null
                && record.stagedAt() != null
                && record.publishedAt() != null
                && record.settingsHash() != null
                && record.inputs() != null
                && record.files() != null;
        if (!whole) {
            throw new BackstoryException("Cannot read " + file + " because it is not the whole record of "
                    + table.folder() + " of " + dt + "; " + BUILD_AGAIN);
        }
    }

    /** The days of a table that have a folder, in order; a folder without its record is not published. */
    public List<LocalDate> days(Table table) {
        if (pointed != null) {
            return pointed.days(table);
        }
        return files.names(table(table)).stream()
                .map(DayText::parse)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }
}
