package dev.backstory.observe.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends, beside the work and in order, to somewhere that may be down. At the end it waits for what is still on its way, no
 * longer than it has patience; what was not delivered is one line.
 */
public final class Deliveries implements AutoCloseable {
    /** So long the end of a process waits, at most. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String what;
    private final String where;
    private final Duration patience;
    private final Consumer<String> problems;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private int asked;
    private boolean closing;
    private @Nullable Thread sender;

    /** Something to send; it may fail in any way. */
    @FunctionalInterface
    public interface Delivery {
        void send() throws Exception;
    }

    /**
     * @param what is sent, such as {@code lineage}: the line begins with it
     * @param where it is sent, for the line
     * @param problems takes the line
     */
    public Deliveries(String what, String where, Duration patience, Consumer<String> problems) {
        this.what = what;
        this.where = where;
        this.patience = patience;
        this.problems = problems;
    }

    public synchronized void add(Delivery delivery) {
        if (sender == null) {
            sender = new Thread(this::sendAll, "backstory-" + what);
            // What cannot be sent must not keep a process from ending.
            sender.setDaemon(true);
            sender.start();
        }
        asked++;
        waiting.add(delivery);
        notifyAll();
    }

    private void sendAll() {
        try {
            sendUntilClosed();
        } finally {
            ended.countDown();
        }
    }

    private void sendUntilClosed() {
        while (true) {
            Delivery next;
            synchronized (this) {
                while (waiting.isEmpty() && !closing) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (waiting.isEmpty()) {
                    return;
                }
                next = waiting.remove();
            }
            try {
                next.send();
                sent.incrementAndGet();
            } catch (Exception | LinkageError e) {
                failure.compareAndSet(null, reason(e));
            }
        }
    }

    /** The first line of what the cause of a failure says, or else what kind it is of. */
    public static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null || message.isBlank()
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    @Override
    public void close() {
        int added;
        synchronized (this) {
            closing = true;
            notifyAll();
            added = asked;
            if (sender == null) {
                return;
            }
        }
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                failure.compareAndSet(null, "no answer within " + patience.toMillis() / 1000.0 + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int missing = added - sent.get();
        if (missing > 0) {
            problems.accept(what + ": " + missing + " of " + added + (added == 1 ? " message" : " messages")
                    + " did not reach " + where + " (" + failure.get() + "); no day is affected");
        }
    }
}
