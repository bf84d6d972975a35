package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.days.DayLogs;
import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.files.SafeStorage;
import dev.backstory.lake.files.StorageSettings;
import dev.backstory.lake.iceberg.IcebergTables;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.run.UnfinishedRun;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The layout of a lake, and which days are published and staged.
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
 * <p>On an object store, and in a table format, the files lie elsewhere: {@link PointedTable}.
 */
public final class Lake {
    static final String PUBLISHED = "_PUBLISHED.json";
    static final String RUN_PREFIX = UnfinishedRun.PREFIX;
    /** The folder for the files of runs that are never moved. */
    static final String RUNS = "_runs";

    public static final String DAY_PREFIX = "dt=";
    public static final String UNKNOWN = "unknown";

    private final Path root;
    private final LakeFiles files;
    private final TableStores stores;

    /** Its tables are folders of files. */
    public Lake(String root, LakeFiles files) {
        this(root, files, DayLogs.NONE);
    }

    /** @param logs the logs that record the days of its tables */
    public Lake(String root, LakeFiles files, DayLogs logs) {
        this.root = new Path(root);
        this.files = files;
        SafeStorage.require(this.root, files.conf());
        this.stores = new TableStores(this, logs);
    }

    /**
     * The lake of a config, for a process without a Spark session: it is reached with the storage settings that a
     * session would have.
     */
    public static Lake open(PipelineConfig config) {
        return of(
                config,
                StorageSettings.configuration(
                        config.spark().conf(), config.spark().master()));
    }

    /** The lake of a config, reached with the storage settings of a session. */
    public static Lake of(PipelineConfig config, Configuration conf) {
        return new Lake(config.lake(), new LakeFiles(conf), logs(config));
    }

    private static DayLogs logs(PipelineConfig config) {
        return switch (config.storage().format()) {
            case PARQUET -> DayLogs.NONE;
            case ICEBERG -> IcebergTables.of(config);
            case DELTA -> new DeltaTables();
        };
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

    /** The folder of the dictionary for a kind of ids. */
    public Path ids(IdKind kind) {
        return new Path(root, kind.folder());
    }

    public Path reports() {
        return new Path(root, "_reports");
    }

    /** The folder of the audits of a table, below {@link #reports}, with a folder for each day. */
    public Path reports(Table table) {
        return new Path(reports(), table.folder());
    }

    public Path staging(Table table) {
        return new Path(root, "_staging/" + table.folder());
    }

    public Path run(Table table, RunId run) {
        return store(table).run(run);
    }

    TableStore store(Table table) {
        return stores.of(table);
    }

    /**
     * Whether days are records, whose files stay where they were written; then a look at all days costs as much as a
     * look at one.
     */
    public boolean hasRecords() {
        return stores.haveRecords();
    }

    /** Whether it is on an object store, where nothing can be renamed. */
    boolean isOnObjectStore() {
        return files.onObjectStore(root);
    }

    /** The small objects of a table, which change in one step. */
    SmallObjects objects(Table table) {
        return stores.objects(table);
    }

    /** The record of what is published of a day. */
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
        return store(table).publishedDay(run, dt);
    }

    /** The folder with the files of a day, whoever has published it. */
    public Path publishedDay(Table table, LocalDate dt) {
        return store(table).publishedDay(dt);
    }

    /** The folder with the rejected rows of a day that a run has published. */
    public Path publishedRejected(RunId run, Table table, String dt) {
        return store(table).publishedRejected(run, dt);
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
        return store(table).rejectedWithoutDay();
    }

    List<Path> parquet(Path folder) {
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
        return store(table).published(dt);
    }

    /** The publish records of those days of a range that are published. */
    public SortedMap<LocalDate, PublishRecord> published(Table table, DayRange range) {
        return store(table).published(range);
    }

    /** The first day of a table that was ever published. */
    public Optional<LocalDate> firstPublished(Table table) {
        return store(table).firstPublished();
    }

    /** The complete runs in a table's staging, newest first. A day of a run waits while its folder is there. */
    public List<StagedRun> stagedRuns(Table table) {
        List<StagedRun> runs = new ArrayList<>(store(table).stagedRuns());
        runs.sort(Comparator.comparing(StagedRun::stagedAt).reversed());
        return runs;
    }

    /** The manifest of a run; empty when there is no such run or it is not complete. */
    public Optional<StagedRun> stagedRun(Table table, RunId run) {
        return store(table).stagedRun(run);
    }

    /** Whether there is a run of this id that is not complete. */
    public boolean isUnfinished(Table table, RunId run) {
        return store(table).isUnfinished(run);
    }

    /** The days of a run that still wait in staging. */
    public SortedSet<LocalDate> waiting(StagedRun run) {
        return store(run.table()).waiting(run);
    }

    /** Whether this day of a run is still in staging: not published, or failed. */
    public boolean isStaged(StagedRun run, LocalDate dt) {
        return store(run.table()).isWaiting(run, dt);
    }

    /** The runs of a table that are not complete: being written, or left by a process that died. */
    public List<UnfinishedRun> unfinishedRuns(Table table) {
        return store(table).unfinishedRuns();
    }

    /**
     * A small JSON file as a record; empty if the file does not exist.
     *
     * @param remedy what to do if it cannot be read, for the message
     */
    public <T> Optional<T> json(Path file, Class<T> type, String remedy) {
        try {
            return files.read(file).map(text -> RunJson.read(text, type, file.toString()));
        } catch (IllegalArgumentException e) {
            throw new BackstoryException(e.getMessage() + "; " + remedy, e);
        }
    }

    /** The days of a table that have a folder, in order; a folder without its record is not published. */
    public List<LocalDate> days(Table table) {
        return store(table).days();
    }
}
