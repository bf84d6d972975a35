package dev.backstory.core.history;

import java.io.Closeable;
import java.io.IOException;

/**
 * Actions sorted by hash, customer id, then newest first (time, type, item id, all descending), read one by one.
 *
 * <p>A new cursor is before its first row; it has values once {@link #next} or {@link #seek} has returned true.
 */
public interface ActionCursor extends Closeable {
    /** Moves to the next row; false when there is none. */
    boolean next() throws IOException;

    /**
     * Moves to the first row of this customer or of a later one, not at all when it is on such a row already; false when
     * there is none, and from then on.
     */
    boolean seek(int hash, long customerId) throws IOException;

    int hash();

    long customerId();

    long itemId();

    /** Microseconds since 1970-01-01T00:00Z. */
    long timeMicros();

    /** A code of {@link dev.backstory.core.contract.ActionType}. */
    int type();

    /** The row's {@code dt} in days since 1970-01-01. It need not be the day of the time: actions arrive late and early. */
    int epochDay();
}
