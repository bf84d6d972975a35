package dev.backstory.lake.run;

import dev.backstory.core.failure.FinalException;
import dev.backstory.lake.files.LakeFiles;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;

/** Gives a sign of life of an owner at intervals, so that processes on other machines see that it is alive. */
public final class Heartbeat implements AutoCloseable {
    private final ScheduledExecutorService thread;

    private Heartbeat() {
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "staging-heartbeat");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Touches the owner's file. */
    public static Heartbeat touch(LakeFiles files, Path owner) {
        return start(() -> files.touch(owner));
    }

    static Heartbeat start(Runnable sign) {
        Heartbeat heartbeat = new Heartbeat();
        var unused = heartbeat.thread.scheduleAtFixedRate(
                () -> attempt(sign), Owner.HEARTBEAT.toSeconds(), Owner.HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
        return heartbeat;
    }

    private static void attempt(Runnable sign) {
        try {
            sign.run();
        } catch (UncheckedIOException | FinalException tryAgainNextTime) {
            // One missed sign is harmless: many are needed before others take this process for dead.
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
