package dev.backstory.lake.page;

import java.util.Arrays;

/**
 * Rows on their way into a page of both lists, each history kept once and without its padding: customers have several
 * rows a day, and most histories are not full, so that a page in the making is a fraction of a finished one.
 *
 * <p>What always holds for {@code 0 <= h < count}:
 *
 * <ol>
 *   <li>History h is the values from {@code start(h)} to before {@code ends[h]}, and {@code start(h + 1) == ends[h]}:
 *       there are no gaps ({@link #add}).
 *   <li>{@code repeats[h] > 0}, except for the last history, which may still wait for its first row; one that never
 *       got a row is overwritten by the next ({@link #add}).
 *   <li>The sum of {@code repeats} is {@code rows}.
 *   <li>After {@link #restart} the last history is the first of the new page: a customer's rows may go on over pages.
 * </ol>
 */
public final class HistoryPage {
    private long[] items = new long[0];
    private byte[] types = new byte[0];
    private int[] ends = new int[8];
    private int[] repeats = new int[8];
    private int count;
    private int rows;

    /** Starts a history; rows added from here on are beside it. */
    public void add(long[] newItems, byte[] newTypes, int length) {
        if (count > 0 && repeats[count - 1] == 0) {
            count--;
        }
        int start = start(count);
        if (start + length > items.length) {
            int capacity = Math.max(start + length, 2 * items.length);
            items = Arrays.copyOf(items, capacity);
            types = Arrays.copyOf(types, capacity);
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            repeats = Arrays.copyOf(repeats, 2 * count);
        }
        System.arraycopy(newItems, 0, items, start, length);
        System.arraycopy(newTypes, 0, types, start, length);
        ends[count] = start + length;
        repeats[count] = 0;
        count++;
    }

    public void addRow() {
        repeats[count - 1]++;
        rows++;
    }

    /** Empties the page, except that the last history goes on: more rows of it may follow. */
    public void restart() {
        int start = start(count - 1);
        int length = ends[count - 1] - start;
        System.arraycopy(items, start, items, 0, length);
        System.arraycopy(types, start, types, 0, length);
        ends[0] = length;
        repeats[0] = 0;
        count = 1;
        rows = 0;
    }

    public int rows() {
        return rows;
    }

    /** Histories; one at the end may have no row. */
    public int count() {
        return count;
    }

    public int start(int history) {
        return history == 0 ? 0 : ends[history - 1];
    }

    public int length(int history) {
        return ends[history] - start(history);
    }

    public int repeats(int history) {
        return repeats[history];
    }

    /** All items, those of history h from {@code start(h)} on. */
    public long[] items() {
        return items;
    }

    public byte[] types() {
        return types;
    }
}
