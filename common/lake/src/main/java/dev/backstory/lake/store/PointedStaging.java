package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.run.PointedRuns;
import dev.backstory.lake.run.PointedRuns.Open;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.lake.run.RunObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * The runs of a {@link PointedTable} after they began: complete while one of their days waits, then forgotten, or
 * removed.
 */
final class PointedStaging {
    private final Lake lake;
    private final SmallObjects files;
    private final Table table;
    private final PointedDays days;
    private final PointedRuns runs;
    private final ReplacedFiles replaced;
    private final RowsWithoutDay withoutDay;
    private final NamedFiles named;
    private final PointedClaims claims;

    PointedStaging(
            Lake lake,
            Table table,
            PointedDays days,
            PointedRuns runs,
            ReplacedFiles replaced,
            RowsWithoutDay withoutDay,
            NamedFiles named) {
        this.lake = lake;
        this.files = lake.objects(table);
        this.table = table;
        this.days = days;
        this.runs = runs;
        this.replaced = replaced;
        this.withoutDay = withoutDay;
        this.named = named;
        this.claims = new PointedClaims(lake, table, days, runs, replaced, named);
    }

    StagingRun begin(RunId run, SortedSet<LocalDate> dts) {
        return claims.begin(run, dts, repair());
    }

    /** Takes note that a day of a complete run was published: after the last one, the run is forgotten. */
    void published(StagedRun run) {
        if (run.days().stream().allMatch(each -> days.isKnown(table, each.dt(), known -> isOver(run, known)))) {
            runs.of(run.run())
                    .filter(open -> run.equals(open.content().staged()))
                    .ifPresent(open -> end(open, run));
        }
    }

    /** Forgets a run none of whose days waits, and removes files of attempts that finished after it was complete. */
    private void end(Open open, StagedRun run) {
        List<Path> late = named.unnamed(run.run(), named.named(run));
        if (late.isEmpty() || !runs.remove(open, late)) {
            files.deleteObject(open.object(), open.tag());
        }
    }

    /** The days of a run that are not published and still may be, because nothing staged later is published. */
    SortedSet<LocalDate> waiting(StagedRun run) {
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

    boolean isWaiting(StagedRun run, LocalDate dt) {
        return run.day(dt).isPresent()
                && days.read(table, dt).filter(now -> isOver(run, now.record())).isEmpty();
    }

    private static boolean isOver(StagedRun run, PublishRecord published) {
        return !published.stagedAt().isBefore(run.stagedAt());
    }

    /** Repairs the table after processes that died; returns the runs that are still open. */
    List<Open> repair() {
        List<Open> open = new ArrayList<>();
        List<Listed> all = files.objects(runs.control(), "");
        for (Open run : runs.read(all)) {
            if (run.content().state() != RunObject.State.STAGED) {
                boolean isDead = run.content().state() == RunObject.State.REMOVING || !run.isAlive();
                if (!isDead || !runs.remove(run, named.unnamed(run.content().run(), Set.of()))) {
                    open.add(run);
                }
            } else if (!isOver(run)) {
                open.add(run);
            }
        }
        replaced.removeOld(all, named::named, this::endHistory);
        return open;
    }

    private Set<Path> endHistory(Instant before, boolean isAny) {
        return days.of(table).endHistory(before, isAny).stream()
                .map(tag -> new Path(lake.table(table), tag))
                .collect(Collectors.toSet());
    }

    /** Whether no day of a complete run waits any more; if so, forgets the run. */
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
            withoutDay.publish(staged);
        }
        if (!waiting.isEmpty() || (run.isOfAnother() && run.isAlive())) {
            return false;
        }
        return runs.remove(run, named.unnamed(staged.run(), Set.of()));
    }
}
