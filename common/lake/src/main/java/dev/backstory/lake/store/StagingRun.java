package dev.backstory.lake.store;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A run while it is being written. It is complete once {@link #finish} wrote its manifest; closed before that, it
 * removes what it wrote, and what a killed process left is removed by the next run of anything on the table.
 */
public final class StagingRun implements AutoCloseable {
    private final Lake lake;
    private final Table table;
    private final RunId run;
    private final Path folder;
    private final @Nullable Heartbeat heartbeat;
    private final PointedTable.@Nullable Claimed claimed;
    private final long began = System.nanoTime();
    private boolean finished;

    StagingRun(Lake lake, Table table, RunId run, Path folder, PointedTable.@Nullable Claimed claimed) {
        this.lake = lake;
        this.table = table;
        this.run = run;
        this.folder = folder;
        this.claimed = claimed;
        this.heartbeat = claimed == null ? Heartbeat.start(lake, folder) : null;
    }

    /** Of no day yet. */
    public static StagingRun begin(Lake lake, Table table, RunId run) {
        return begin(lake, table, run, new TreeSet<>());
    }

    /**
     * Puts the table's staging in order and claims the run id and the days; a complete or dead run of the same id starts
     * afresh.
     *
     * @throws BusyException when another process is building one of the days: of several that begin at once, one is first
     */
    public static StagingRun begin(Lake lake, Table table, RunId run, SortedSet<LocalDate> days) {
        return lake.store(table).begin(run, days);
    }

    public RunId run() {
        return run;
    }

    /** Says which days are being built, for whoever looks while it lasts or after it died. */
    public void announce(SortedSet<LocalDate> days) {
        if (claimed != null) {
            claimed.claim().announce(DayRange.fold(days));
            return;
        }
        lake.files().writeWhole(new Path(folder, Lake.BUILDING), RunJson.write(DayRange.fold(days)));
    }

    /** The run's folder as text, for tasks on other machines ({@link AttemptFolder#create}). */
    public String folder() {
        return folder.toString();
    }

    /** Moves exactly these files from their attempts into place, where they are not written there. */
    public void accept(Collection<AttemptFile> attempts) {
        if (claimed != null) {
            return;
        }
        AttemptFolder.accept(lake.files(), folder, attempts);
    }

    /**
     * Completes the run: leftovers of lost attempts go, every day gets its folder, the manifest is written last.
     *
     * @return the manifest as it is written, with the time that the run took
     */
    public StagedRun finish(StagedRun manifest) {
        if (!manifest.run().equals(run)) {
            throw new IllegalArgumentException("Cannot finish run " + run + " with the manifest of " + manifest.run());
        }
        StagedRun complete = manifest.took(Duration.ofNanos(System.nanoTime() - began));
        if (claimed != null) {
            claimed.finish(complete);
            finished = true;
            return complete;
        }
        lake.files().delete(new Path(folder, AttemptFolder.ATTEMPTS));
        for (LocalDate dt : complete.days().stream().map(day -> day.dt()).toList()) {
            lake.files().makeFolder(lake.stagedDay(table, run, dt));
        }
        lake.files().writeWhole(new Path(folder, Lake.STAGED), RunJson.write(complete));
        finished = true;
        return complete;
    }

    @Override
    public void close() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (!finished && claimed != null) {
            claimed.giveUp();
        } else if (!finished) {
            lake.files().delete(folder);
        }
    }

    static void requireNotBusy(Table table, SortedSet<LocalDate> days, List<UnfinishedRun> others) {
        for (UnfinishedRun other : others) {
            TreeSet<LocalDate> shared = new TreeSet<>(days);
            shared.removeIf(day -> other.days().stream().noneMatch(range -> range.contains(day)));
            if (!shared.isEmpty()) {
                throw new BusyException("Cannot build " + table.folder() + " of "
                        + DayRange.fold(shared).stream().map(DayRange::toString).collect(Collectors.joining(", "))
                        + " because " + other.owner() + " is building " + (shared.size() == 1 ? "it" : "them")
                        + " as run " + other.run() + "; wait until it has ended, then run this again");
            }
        }
    }

    static void requireNoLiveOwner(LakeFiles files, Path ownerFile, RunId run) {
        Optional<Owner> owner = files.read(ownerFile).map(text -> Owner.read(text, ownerFile.toString()));
        if (owner.isPresent() && !owner.get().id().equals(Owner.current().id())) {
            Instant lastSign = Instant.ofEpochMilli(files.status(ownerFile).getModificationTime());
            requireNoLiveOwner(owner.get(), lastSign, run);
        }
    }

    static void requireNoLiveOwner(Owner owner, Instant lastSign, RunId run) {
        if (!owner.id().equals(Owner.current().id()) && owner.isAlive(lastSign)) {
            throw new BackstoryException("Cannot start run " + run + " because " + owner.describe()
                    + " is writing it; wait for it, or use another --run-id");
        }
    }
}
