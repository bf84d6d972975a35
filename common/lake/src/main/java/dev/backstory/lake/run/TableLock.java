package dev.backstory.lake.run;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunJson;
import dev.backstory.lake.files.FileFault;
import dev.backstory.lake.files.LakeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.fs.Path;

/**
 * Allows one publisher of a table at a time. It is held for the few renames of a day, never for a build or an audit.
 *
 * <p>On a local disk it is a file lock of the operating system, which a dying process releases by itself. Elsewhere it
 * is a file that only one process can create. The file of a dead owner is first renamed, to a name made from the dead
 * owner's id, so that of several processes that find it dead, one succeeds, and none mistakes the winner's new lock for
 * the dead one's.
 */
public final class TableLock implements AutoCloseable {
    private static final Map<String, ReentrantLock> WITHIN_THIS_PROCESS = new ConcurrentHashMap<>();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 100;

    private final ReentrantLock inner;
    private final Runnable release;

    private TableLock(ReentrantLock inner, Runnable release) {
        this.inner = inner;
        this.release = release;
    }

    public static TableLock acquire(LakeFiles files, Path lock) {
        if (files.onObjectStore(lock)) {
            throw new IllegalStateException("Nothing is locked on an object store: " + lock);
        }
        ReentrantLock inner = WITHIN_THIS_PROCESS.computeIfAbsent(lock.toString(), key -> new ReentrantLock());
        inner.lock();
        try {
            Runnable release = inner.getHoldCount() > 1 ? () -> {} : lockBetweenProcesses(files, lock);
            return new TableLock(inner, release);
        } catch (RuntimeException | Error e) {
            inner.unlock();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            release.run();
        } finally {
            inner.unlock();
        }
    }

    private static Runnable lockBetweenProcesses(LakeFiles files, Path lock) {
        return files.isLocalPath(lock) ? lockLocal(files, lock) : lockByFile(files, lock);
    }

    private static Runnable lockLocal(LakeFiles files, Path lock) {
        try {
            java.nio.file.Path file = files.localPath(lock);
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return () -> {
                try {
                    channel.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot release " + lock, e);
                }
            };
        } catch (IOException e) {
            throw FileFault.of("lock " + lock, files.localPath(lock), e);
        }
    }

    private static Runnable lockByFile(LakeFiles files, Path lock) {
        String mine = RunJson.write(Owner.current());
        Instant end = Instant.now().plus(PATIENCE);
        while (!files.createNew(lock, mine)) {
            Optional<Owner> holder = holder(files, lock);
            if (holder.isPresent() && !holder.get().isAlive(lastSign(files, lock))) {
                moveAway(files, lock, holder.get());
            } else if (Instant.now().isAfter(end)) {
                throw new BackstoryException("Cannot publish because " + lock + " has been held for "
                        + PATIENCE.toMinutes() + " minutes by "
                        + holder.map(Owner::describe).orElse("an unknown process")
                        + "; wait for it, or delete the file if you know that it is gone");
            } else {
                pause();
            }
        }
        return () -> files.delete(lock);
    }

    private static Optional<Owner> holder(LakeFiles files, Path lock) {
        return files.read(lock).filter(text -> !text.isBlank()).map(text -> Owner.read(text, lock.toString()));
    }

    private static Instant lastSign(LakeFiles files, Path lock) {
        try {
            return Instant.ofEpochMilli(files.status(lock).getModificationTime());
        } catch (UncheckedIOException releasedMeanwhile) {
            return Instant.now();
        }
    }

    private static void moveAway(LakeFiles files, Path lock, Owner dead) {
        try {
            files.move(lock, lock.suffix(".dead-" + dead.id()));
        } catch (UncheckedIOException someoneElseWasFirst) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackstoryException("Interrupted while waiting to publish; nothing was published, run it again");
        }
    }
}
