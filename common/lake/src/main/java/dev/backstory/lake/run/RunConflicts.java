package dev.backstory.lake.run;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunId;
import dev.backstory.lake.files.LakeFiles;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/** The reasons why a run cannot begin: another process is building one of its days, or is writing a run with its id. */
public final class RunConflicts {
    private RunConflicts() {}

    public static void requireFree(Table table, SortedSet<LocalDate> days, List<UnfinishedRun> others) {
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

    public static void requireNoLiveOwner(LakeFiles files, Path ownerFile, RunId run) {
        Optional<Owner> owner = files.read(ownerFile).map(text -> Owner.read(text, ownerFile.toString()));
        if (owner.isPresent() && !owner.get().id().equals(Owner.current().id())) {
            Instant lastSign = Instant.ofEpochMilli(files.status(ownerFile).getModificationTime());
            requireNoLiveOwner(owner.get(), lastSign, run);
        }
    }

    public static void requireNoLiveOwner(Owner owner, Instant lastSign, RunId run) {
        if (!owner.id().equals(Owner.current().id()) && owner.isAlive(lastSign)) {
            throw new BackstoryException("Cannot start run " + run + " because " + owner.describe()
                    + " is writing it; wait for it, or use another --run-id");
        }
    }
}
