package dev.backstory.lake.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Looks at many files, or sources, at once: on remote storage the time goes into waiting, on a disk into parsing. */
public final class InParallel {
    private static final int THREADS = 8;

    private InParallel() {}

    /**
     * The results in the order of the items; of several failures the first item's is thrown, once all
     * are done: a Spark job that is left running fails noisily when its context stops.
     */
    public static <T, R> List<R> map(Collection<T> items, Function<T, R> read) {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "in-parallel");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<R>> calls = new ArrayList<>();
            for (T item : items) {
                calls.add(() -> read.apply(item));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> done : pool.invokeAll(calls)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
