package dev.backstory.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Hundreds of small reads at once: most of such a read is waiting, on remote storage nearly all of it. */
public final class ManyFiles {
    private static final int AT_ONCE = 8;

    private ManyFiles() {}

    public interface Reading<T, R> {
        R of(T file) throws IOException;
    }

    /** Results in the order of the files. The first failure is thrown, as an {@link UncheckedIOException}. */
    public static <T, R> List<R> read(Collection<T> files, Reading<T, R> reading) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_ONCE, files.size())));
        try {
            List<Future<R>> started = new ArrayList<>();
            for (T file : files) {
                started.add(threads.submit(() -> reading.of(file)));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> each : started) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof IOException io) {
            return new UncheckedIOException(io.getMessage(), io);
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException("Cannot read", cause);
    }
}
