package dev.backstory.jmh;

import dev.backstory.core.contract.CustomerHash;
import java.util.Comparator;
import java.util.stream.LongStream;

/** The ids 1 to n in the order of every file. */
final class Customers {
    private Customers() {}

    static long[] inOrder(int count) {
        return LongStream.rangeClosed(1, count)
                .boxed()
                .sorted(Comparator.<Long>comparingInt(CustomerHash::of).thenComparing(Comparator.naturalOrder()))
                .mapToLong(Long::longValue)
                .toArray();
    }
}
