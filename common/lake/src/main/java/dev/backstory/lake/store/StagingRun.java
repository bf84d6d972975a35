package dev.backstory.lake.store;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * A run while it is being written. It is complete once {@link #finish} has written its manifest; closed before that, it
 * removes what it wrote. What a killed process leaves behind is removed by the next run of anything on the table.
 */
public final class StagingRun implements AutoCloseable {
    private final RunId run;
    private final Path folder;
    private final WrittenRun written;
    private final long began = System.nanoTime();
    private boolean finished;

    StagingRun(RunId run, Path folder, WrittenRun written) {
        this.run = run;
        this.folder = folder;
        this.written = written;
    }

    /** Begins a run that has no days yet. */
    public static StagingRun begin(Lake lake, Table table, RunId run) {
        return begin(lake, table, run, new TreeSet<>());
    }

    /**
     * Repairs the table's staging and claims the run id and the days; a complete or dead run of the same id starts
     * afresh.
     *
     * @throws BusyException if another process is building one of the days; of several that begin at once, one wins
     */
    public static StagingRun begin(Lake lake, Table table, RunId run, SortedSet<LocalDate> days) {
        return lake.store(table).begin(run, days);
    }

    public RunId run() {
        return run;
    }

    /** Records which days are being built, for anyone who looks during the run or after it died. */
    public void announce(SortedSet<LocalDate> days) {
        written.announce(days);
    }

    /** The run's folder as text, for tasks on other machines ({@link AttemptFolder#create}). */
    public String folder() {
        return folder.toString();
    }

    /** Moves exactly these files from their attempts into place, unless they were written in place. */
    public void accept(Collection<AttemptFile> attempts) {
        written.accept(attempts);
    }

    /**
     * Completes the run: removes leftovers of lost attempts, gives every day its folder, and writes the manifest last.
     *
     * @return the manifest as written, with the time that the run took
     */
    public StagedRun finish(StagedRun manifest) {
        if (!manifest.run().equals(run)) {
            throw new IllegalArgumentException("Cannot finish run " + run + " with the manifest of " + manifest.run());
        }
        StagedRun complete = manifest.took(Duration.ofNanos(System.nanoTime() - began));
        written.finish(complete);
        finished = true;
        return complete;
    }

    @Override
    public void close() {
        written.end(finished);
    }
}
