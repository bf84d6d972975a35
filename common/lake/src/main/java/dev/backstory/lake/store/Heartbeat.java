package dev.backstory.lake.store;

import dev.backstory.core.failure.FinalException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;

/** Touches an owner's file now and then, so that processes on other machines see that it lives. */
final class Heartbeat implements AutoCloseable {
    private final Lake lake;
    private final Path owner;
    private final ScheduledExecutorService thread;

    private Heartbeat(Lake lake, Path owner) {
        this.lake = lake;
        this.owner = owner;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "staging-heartbeat");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** @param folder of a run, with the owner's file in it */
    static Heartbeat start(Lake lake, Path folder) {
        Heartbeat heartbeat = new Heartbeat(lake, new Path(folder, Lake.OWNER));
        var unused = heartbeat.thread.scheduleAtFixedRate(
                heartbeat::beat, Owner.HEARTBEAT.toSeconds(), Owner.HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
        return heartbeat;
    }

    private void beat() {
        try {
            lake.files().touch(owner);
        } catch (UncheckedIOException | FinalException tryAgainNextTime) {
            // One missed sign is harmless: many are needed before others take this process for dead.
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
