package dev.backstory.core.history;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Impression items of one day sorted by hash, customer id, ranking id and position, read one by one.
 *
 * <p>A new cursor is before its first row; it has values once {@link #next} has returned true.
 */
public interface ImpressionCursor extends Closeable {
    /** Moves to the next row; false when there is none. */
    boolean next() throws IOException;

    int hash();

    long customerId();

    @Nullable
    String rankingId();

    /** The item's place in its ranking, from 0. */
    int position();

    long itemId();

    /** 1 ordered, 0 not, null unknown. */
    @Nullable
    Integer label();
}
