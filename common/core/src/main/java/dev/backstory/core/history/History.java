package dev.backstory.core.history;

import dev.backstory.core.contract.ActionType;
import java.util.Arrays;

/**
 * One customer's newest actions before a day, newest first, in arrays of a fixed length that end in zeros. Reused for
 * the next customer: a reader copies what it keeps.
 */
public final class History {
    private final long[] items;
    private final byte[] types;
    private int length;
    private int dirty;
    private long newestMicros;

    History(int slots) {
        this.items = new long[slots];
        this.types = new byte[slots];
    }

    /** The array itself, of the full length: item ids, 0 from {@link #length()} on. */
    public long[] items() {
        return items;
    }

    /** The array itself, of the full length: codes of {@link ActionType}, 0 from {@link #length()} on. */
    public byte[] types() {
        return types;
    }

    /** Slots in use. */
    public int length() {
        return length;
    }

    /** Time of the newest action; meaningless in an empty history. */
    public long newestMicros() {
        return newestMicros;
    }

    boolean isFull() {
        return length == items.length;
    }

    void restart() {
        dirty = Math.max(dirty, length);
        length = 0;
    }

    void append(long item, int type, long timeMicros) {
        if (length == 0) {
            newestMicros = timeMicros;
        }
        items[length] = item;
        types[length] = (byte) type;
        length++;
    }

    /** Restores the zeros behind the last action; only slots that an earlier customer used cost anything. */
    void pad() {
        if (dirty > length) {
            Arrays.fill(items, length, dirty, 0);
            Arrays.fill(types, length, dirty, (byte) ActionType.PADDING);
        }
        dirty = 0;
    }
}
