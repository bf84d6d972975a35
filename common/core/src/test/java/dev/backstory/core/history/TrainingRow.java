package dev.backstory.core.history;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An output row of the tests. {@code newest} is null without history. */
record TrainingRow(
        Impression impression,
        List<Long> items,
        List<Integer> types,
        int length,
        @Nullable Long newest) {

    static TrainingRow of(Impression impression, long[] items, byte[] types, int length, long newest) {
        List<Integer> codes = new java.util.ArrayList<>();
        for (byte type : types) {
            codes.add((int) type);
        }
        return new TrainingRow(
                impression, Arrays.stream(items).boxed().toList(), codes, length, length == 0 ? null : newest);
    }

    /** As the contract's examples write it: {@code [9,5,0]/[3,1,0]}. */
    String text() {
        return items.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"))
                + types.stream().map(String::valueOf).collect(Collectors.joining(",", "/[", "]"));
    }
}
