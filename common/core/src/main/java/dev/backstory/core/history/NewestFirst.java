package dev.backstory.core.history;

import dev.backstory.core.contract.ActionOrder;
import java.io.IOException;

/**
 * The actions of one customer from many cursors as one stream, newest first: a binary heap of cursors, the one with the
 * newest row on top. Order: {@link ActionOrder}. Times are kept beside the cursors, as they nearly always decide.
 *
 * <p>What always holds after {@link #heapify}: every cursor is on a row of the customer, {@code times[i]} is that row's
 * time, and no row is newer than that of its parent, {@code (i - 1) / 2}.
 */
final class NewestFirst {
    private final ActionCursor[] heap;
    private final long[] times;
    private int size;

    NewestFirst(int capacity) {
        this.heap = new ActionCursor[capacity];
        this.times = new long[capacity];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes a cursor that is on a row of the customer; call {@link #heapify} after the last one. */
    void add(ActionCursor cursor) {
        heap[size] = cursor;
        times[size] = cursor.timeMicros();
        size++;
    }

    void heapify() {
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    /** The cursor that is on the newest row. */
    ActionCursor top() {
        return heap[0];
    }

    long topMicros() {
        return times[0];
    }

    /** Leaves the newest row for the next one of the same cursor, as long as it is the same customer's. */
    void pop(int hash, long customerId) throws IOException {
        ActionCursor cursor = heap[0];
        if (cursor.next() && cursor.customerId() == customerId && cursor.hash() == hash) {
            times[0] = cursor.timeMicros();
        } else {
            size--;
            heap[0] = heap[size];
            times[0] = times[size];
        }
        siftDown(0);
    }

    private void siftDown(int start) {
        if (start >= size) {
            return;
        }
        ActionCursor cursor = heap[start];
        long time = times[start];
        int hole = start;
        int child = 2 * hole + 1;
        while (child < size) {
            if (child + 1 < size && isNewer(times[child + 1], heap[child + 1], times[child], heap[child])) {
                child++;
            }
            if (!isNewer(times[child], heap[child], time, cursor)) {
                break;
            }
            heap[hole] = heap[child];
            times[hole] = times[child];
            hole = child;
            child = 2 * hole + 1;
        }
        heap[hole] = cursor;
        times[hole] = time;
    }

    private static boolean isNewer(long time, ActionCursor cursor, long otherTime, ActionCursor other) {
        if (time != otherTime) {
            return time > otherTime;
        }
        return ActionOrder.compare(time, cursor.type(), cursor.itemId(), otherTime, other.type(), other.itemId()) < 0;
    }
}
