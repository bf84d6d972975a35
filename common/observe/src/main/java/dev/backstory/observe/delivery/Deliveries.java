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
 * Sends messages in order, in the background, to a server that may be down. On closing it waits for messages still on
 * their way, but no longer than its patience; if any were not delivered, it reports that in one line.
 */
public final class Deliveries implements AutoCloseable {
    /** The longest that the end of a process is delayed. */
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

    /** A message to send; sending may fail in any way. */
    @FunctionalInterface
    public interface Delivery {
        void send() throws Exception;
    }

    /**
     * @param what the kind of messages, such as {@code lineage}, with which the line begins
     * @param where the messages are sent, for the line
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
            // A message that cannot be sent must not keep the process from ending.
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

    /** The first line of the root cause's message; its class if it has no message. */
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
