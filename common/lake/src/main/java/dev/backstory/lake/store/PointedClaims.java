package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.objects.SmallObjects;
import dev.backstory.lake.run.Claim;
import dev.backstory.lake.run.PointedRuns;
import dev.backstory.lake.run.PointedRuns.Open;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.lake.run.ReplacedFiles.Replaced;
import dev.backstory.lake.run.RunConflicts;
import dev.backstory.lake.run.RunObject;
import dev.backstory.lake.run.UnfinishedRun;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.apache.hadoop.fs.Path;

/** How a run of a {@link PointedTable} begins and is written: by one process, whose claim is an object. */
final class PointedClaims {
    private final Lake lake;
    private final SmallObjects files;
    private final Table table;
    private final PointedDays days;
    private final PointedRuns runs;
    private final ReplacedFiles replaced;
    private final NamedFiles named;

    PointedClaims(
            Lake lake, Table table, PointedDays days, PointedRuns runs, ReplacedFiles replaced, NamedFiles named) {
        this.lake = lake;
        this.files = lake.objects(table);
        this.table = table;
        this.days = days;
        this.runs = runs;
        this.replaced = replaced;
        this.named = named;
    }

    /**
     * Claims a run for this process; a run of the same id that is over, or whose owner is dead, starts afresh.
     *
     * @param open the runs that existed a moment ago
     */
    StagingRun begin(RunId run, SortedSet<LocalDate> dts, List<Open> open) {
        return new StagingRun(run, runs.folder(run), new Claimed(claim(run, dts, open)));
    }

    private Claim claim(RunId run, SortedSet<LocalDate> dts, List<Open> open) {
        RunConflicts.requireFree(table, dts, othersOf(open, run));
        RunObject claim = RunObject.claimed(run, DayRange.fold(dts));
        Claim claimed = claim(run, claim);
        try {
            if (!dts.isEmpty()) {
                List<Open> before = runs.list().stream()
                        .filter(other -> other.content().isBefore(claim))
                        .toList();
                RunConflicts.requireFree(table, dts, othersOf(before, run));
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
                RunConflicts.requireNoLiveOwner(
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
     * Notes the files of a run that starts afresh; they are removed only later, because an audit of the earlier run may
     * be about to publish them.
     */
    private void noteAll(RunId run) {
        Set<Path> published = named.published(run);
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

    /** A run that this process writes; its files are written where they stay. */
    private final class Claimed implements WrittenRun {
        private final Claim claim;

        Claimed(Claim claim) {
            this.claim = claim;
        }

        @Override
        public void announce(SortedSet<LocalDate> dts) {
            claim.announce(DayRange.fold(dts));
        }

        @Override
        public void accept(Collection<AttemptFile> attempts) {
            // Nothing is moved: readers go by the manifest, and later by the record.
        }

        @Override
        public void finish(StagedRun complete) {
            List<Path> leftovers = named.unnamed(complete.run(), named.named(complete));
            claim.finish(complete);
            files.deleteObjects(leftovers);
            days.completeIndexes();
        }

        @Override
        public void end(boolean isFinished) {
            if (isFinished) {
                return;
            }
            List<Path> leftovers = named.unnamed(claim.content().run(), Set.of());
            if (claim.giveUp()) {
                files.deleteObjects(leftovers);
                claim.forget();
            }
        }
    }
}
