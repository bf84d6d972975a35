package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.run.UnfinishedRun;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.hadoop.fs.Path;

/**
 * Where the days and runs of a table are, and how a day changes: by renames ({@link RenamedTable}), or by a record that
 * names files that stay where they were written ({@link PointedTable}).
 */
interface TableStore {
    /** The folder of a run's files. */
    Path run(RunId run);

    /** The folder with the files of a day that a run has published. */
    Path publishedDay(RunId run, LocalDate dt);

    /** The folder with the files of a day, whoever has published it. */
    Path publishedDay(LocalDate dt);

    /** The folder with the rejected rows of a day that a run has published. */
    Path publishedRejected(RunId run, String dt);

    /** The files with the rejected rows that have no day. */
    List<Path> rejectedWithoutDay();

    /** The days that may be published, in order. */
    List<LocalDate> days();

    Optional<LocalDate> firstPublished();

    Optional<PublishRecord> published(LocalDate dt);

    SortedMap<LocalDate, PublishRecord> published(DayRange range);

    /** The complete runs in staging, in any order. */
    List<StagedRun> stagedRuns();

    Optional<StagedRun> stagedRun(RunId run);

    /** Whether there is a run of this id that is not complete. */
    boolean isUnfinished(RunId run);

    List<UnfinishedRun> unfinishedRuns();

    /** The days of a run that are still waiting. */
    SortedSet<LocalDate> waiting(StagedRun run);

    boolean isWaiting(StagedRun run, LocalDate dt);

    /** Repairs the table, and claims a run and its days. */
    StagingRun begin(RunId run, SortedSet<LocalDate> days);

    /** Publishes one audited day, unless one that was staged later is published. */
    void publish(StagedRun run, StagedDay day, PublishRecord record);

    /** Repairs the table after processes that died. */
    void recover();
}
