package dev.backstory.inspect.diff;

import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * The runs of a day whose files exist: the published one, and those in staging, which wait for their audit or failed
 * it. The files of a run that was replaced are gone.
 */
final class RunDays {
    private final Lake lake;
    private final Table table;
    private final LocalDate dt;
    private final Optional<RunDay> published;
    private final List<RunDay> staged = new ArrayList<>();

    RunDays(Lake lake, Table table, LocalDate dt) {
        this.lake = lake;
        this.table = table;
        this.dt = dt;
        this.published = lake.published(table, dt).map(this::published);
        for (StagedRun run : lake.stagedRuns(table)) {
            run.day(dt).filter(day -> lake.isStaged(run, dt)).ifPresent(day -> staged.add(staged(run, day)));
        }
    }

    RunDay published() {
        return published.orElseThrow(() -> new BackstoryException("Cannot compare with the published run because "
                + table.folder() + "/dt=" + dt + " is not published; name two runs with --runs. " + there()));
    }

    RunDay run(RunId run) {
        return all().stream()
                .filter(day -> day.run().equals(run))
                .findFirst()
                .orElseThrow(() -> new BackstoryException(
                        "Cannot compare run " + run + " of " + table.folder() + "/dt=" + dt + " because "
                                + (lake.isUnfinished(table, run)
                                        ? "it is not complete: it is being written, or its process died"
                                        : "it has no files: a run keeps them until another run of the day is published"
                                                + " in its place")
                                + "; choose one that is there. " + there()));
    }

    private String there() {
        List<RunDay> all = all();
        return all.isEmpty()
                ? "There are no runs of that day."
                : "There " + (all.size() == 1 ? "is " : "are ")
                        + all.stream().map(RunDay::describe).collect(Collectors.joining(", ")) + ".";
    }

    private List<RunDay> all() {
        List<RunDay> all = new ArrayList<>();
        published.ifPresent(all::add);
        all.addAll(staged);
        return all;
    }

    private RunDay published(PublishRecord record) {
        return new RunDay(
                table,
                dt,
                record.run(),
                RunDay.State.PUBLISHED,
                record.publishedAt(),
                record.settingsHash(),
                record.schema(),
                record.inputs(),
                record.rows(),
                paths(lake.filesOf(record), record.files()));
    }

    private RunDay staged(StagedRun run, StagedDay day) {
        return new RunDay(
                table,
                dt,
                run.run(),
                RunDay.State.STAGED,
                run.stagedAt(),
                run.settingsHash(),
                run.schema(),
                day.inputs(),
                day.rows(),
                paths(lake.stagedDay(table, run.run(), dt), day.files()));
    }

    private static List<Path> paths(Path folder, List<StagedFile> files) {
        return files.stream()
                .filter(file -> file.rows() > 0)
                .map(file -> new Path(folder, file.name()))
                .toList();
    }
}
