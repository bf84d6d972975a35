package dev.backstory.lake.run;

import dev.backstory.core.run.RunJson;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The process that writes a run or holds a lock, identified precisely enough to tell later whether it is still alive.
 *
 * @param id unique for each start of a process
 * @param host machine and process-id namespace: a pid means something only there
 * @param startedAt when the process started, so that a reused pid is not mistaken for it
 */
public record Owner(String id, String host, long pid, Instant startedAt) {
    /** A process elsewhere whose last heartbeat is older than this is considered dead. */
    public static final Duration SILENCE = Duration.ofMinutes(10);

    private static final Duration CLOCK = Duration.ofSeconds(2);

    /** The time between two heartbeats. */
    static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private static final Owner CURRENT = new Owner(
            UUID.randomUUID().toString(), hostKey(), ProcessHandle.current().pid(), startOf(ProcessHandle.current()));

    public static Owner current() {
        return CURRENT;
    }

    public static Owner read(String json, String from) {
        return RunJson.read(json, Owner.class, from);
    }

    /**
     * Whether the process is still alive: on this machine by asking the system, elsewhere by its last heartbeat.
     *
     * @param lastSign when its file was last touched
     */
    public boolean isAlive(Instant lastSign) {
        if (!isHere()) {
            return lastSign.plus(SILENCE).isAfter(Instant.now());
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> isAbout(startOf(process), startedAt))
                .orElse(false);
    }

    public boolean isHere() {
        return host.equals(CURRENT.host);
    }

    /** Linux counts the start of a process from boot, whose time of day shifts a little when the clock is corrected. */
    private static boolean isAbout(Instant start, Instant other) {
        return Duration.between(start, other).abs().compareTo(CLOCK) < 0;
    }

    public String describe() {
        return "process " + pid + " on " + host + " (started " + startedAt + ")";
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    private static String hostKey() {
        return hostName() + namespace();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown-host";
        }
    }

    private static String namespace() {
        try {
            return "/" + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
