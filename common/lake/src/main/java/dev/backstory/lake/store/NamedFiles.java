package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.run.PointedRuns;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.lake.run.ReplacedFiles.Replaced;
import dev.backstory.lake.store.PointedDays.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The files of runs that the records of a table's days name: all others may be removed. */
final class NamedFiles {
    private final Lake lake;
    private final SmallObjects files;
    private final Table table;
    private final PointedDays days;
    private final PointedRuns runs;
    private final ReplacedFiles replaced;
    private final RowsWithoutDay withoutDay;

    NamedFiles(
            Lake lake,
            Table table,
            PointedDays days,
            PointedRuns runs,
            ReplacedFiles replaced,
            RowsWithoutDay withoutDay) {
        this.lake = lake;
        this.files = lake.objects(table);
        this.table = table;
        this.days = days;
        this.runs = runs;
        this.replaced = replaced;
        this.withoutDay = withoutDay;
    }

    /**
     * The files of a run that are neither among the given ones nor named by any record. They may be removed by the
     * process that makes the next change to the run's object: until that change no other process had the run, so none
     * of the files belongs to a run that started afresh.
     */
    List<Path> unnamed(RunId run, Set<Path> named) {
        List<Path> unnamed = files.objects(runs.folder(run), "").stream()
                .map(Listed::path)
                .filter(path -> !named.contains(path))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!unnamed.isEmpty()) {
            unnamed.removeAll(published(run));
        }
        return unnamed;
    }

    /** The files of a run that records name now or named until a moment ago. */
    Set<Path> published(RunId run) {
        Set<Path> named = named(run);
        named.addAll(replaced.noted(run));
        return named;
    }

    /** The files of a run that records name. */
    Set<Path> named(RunId run) {
        Set<Path> named = new HashSet<>();
        days.entries(table).stream()
                .filter(entry -> entry.record().run().equals(run))
                .forEach(entry -> named.addAll(replaced.paths(of(entry))));
        withoutDay
                .now()
                .filter(rows -> rows.run().equals(run))
                .ifPresent(rows -> named.addAll(replaced.paths(RowsWithoutDay.replaced(rows))));
        return named;
    }

    Set<Path> named(StagedRun manifest) {
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

    Replaced of(Entry entry) {
        PublishRecord record = entry.record();
        String day = Lake.DAY_PREFIX + record.dt();
        if (record.folder() == null) {
            // The day is from a lake that was copied here.
            return new Replaced(day, record.run(), names(day + "/", record.files()));
        }
        List<String> names = new ArrayList<>(names(record.folder() + "/", record.files()));
        names.addAll(names(Lake.RUNS + "/" + record.run() + "/rejected/" + day + "/", record.rejectedFiles()));
        names.addAll(days.of(table).amongFiles(entry.tag()));
        return new Replaced(day, record.run(), names);
    }

    private static List<String> names(String folder, List<StagedFile> files) {
        return files.stream().map(file -> folder + file.name()).toList();
    }
}
