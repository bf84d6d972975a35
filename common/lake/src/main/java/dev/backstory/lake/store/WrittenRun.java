package dev.backstory.lake.store;

import dev.backstory.core.run.StagedRun;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;

/** A run that this process writes, in the way of its table: a folder ({@link FolderRun}), or an object that it claims. */
interface WrittenRun {
    /** Says which days are being built, for whoever looks while it lasts or after it died. */
    void announce(SortedSet<LocalDate> days);

    /** Takes exactly these files. */
    void accept(Collection<AttemptFile> attempts);

    /** Makes the run complete, and removes what attempts have left that do not count. */
    void finish(StagedRun complete);

    /** Ends its heartbeat; a run that is not finished goes, with its files. */
    void end(boolean isFinished);
}
