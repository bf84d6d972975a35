package dev.backstory.lake.run;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.objects.SmallObjects;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A run on an object store that this process owns until another one considers it dead. Every change to it, including
 * heartbeats, is made only if the run's object is still as this process wrote it last.
 */
public final class Claim implements AutoCloseable {
    private final SmallObjects files;
    private final String what;
    private final Path object;
    private final Heartbeat heartbeat;
    private RunObject content;
    private String tag;
    private boolean lost;

    Claim(SmallObjects files, String what, Path object, RunObject content, String tag) {
        this.files = files;
        this.what = what;
        this.object = object;
        this.content = content;
        this.tag = tag;
        this.heartbeat = Heartbeat.start(this::beat);
    }

    public RunObject content() {
        return content;
    }

    /** Gives a sign of life. */
    synchronized void beat() {
        if (!lost && content.state() == RunObject.State.BUILDING) {
            swap(content.beat());
        }
    }

    public synchronized void announce(List<DayRange> days) {
        change(content.of(days));
    }

    /** Makes the run complete: from here on it waits for its audit. */
    public synchronized void finish(StagedRun manifest) {
        change(content.staged(manifest));
        close();
    }

    /** Gives up the run, whose files may then be removed; false if it is not this process's any more. */
    public synchronized boolean giveUp() {
        close();
        return !lost && swap(content.removing());
    }

    /** Removes the run's object: there is nothing left of it. */
    public synchronized void forget() {
        close();
        files.deleteObject(object, tag);
    }

    private void change(RunObject next) {
        if (lost || !swap(next)) {
            throw new BackstoryException("Cannot go on with run " + content.run() + " of " + what
                    + " because another process took it for dead and removed it; nothing was staged, run it again");
        }
    }

    private boolean swap(RunObject next) {
        Optional<String> swapped = files.swap(object, tag, RunJson.write(next));
        if (swapped.isEmpty()) {
            lost = true;
            return false;
        }
        tag = swapped.get();
        content = next;
        return true;
    }

    /** Ends the heartbeat. */
    @Override
    public void close() {
        heartbeat.close();
    }
}
