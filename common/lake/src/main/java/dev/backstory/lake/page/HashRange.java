package dev.backstory.lake.page;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The values {@code first} to {@code last} of {@code customer_hash}, both included, compared as signed ints. */
public record HashRange(int first, int last) implements Serializable {
    public static final HashRange ALL = new HashRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private static final long HASHES = 1L << Integer.SIZE;

    public HashRange {
        if (first > last) {
            throw new IllegalArgumentException(
                    "Cannot use the hash range " + first + " to " + last + " because it ends before it begins");
        }
    }

    public static HashRange only(int hash) {
        return new HashRange(hash, hash);
    }

    /** All hashes cut into ranges of equal width, in their order. Hashes are even, so their customers are. */
    public static List<HashRange> split(int count) {
        List<HashRange> ranges = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            ranges.add(new HashRange(start(i, count), (int) (start(i + 1, count) - 1L)));
        }
        return List.copyOf(ranges);
    }

    private static int start(long index, int count) {
        return (int) (Integer.MIN_VALUE + HASHES * index / count);
    }
}
