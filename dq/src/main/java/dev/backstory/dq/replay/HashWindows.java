package dev.backstory.dq.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The customers that are replayed: those whose customer_hash falls into a few narrow windows, so that reading the
 * actions prunes. The windows come from a seed, so that a repeated audit looks at the same customers.
 *
 * @param share the part of all hashes in the windows, 1 for every customer
 */
record HashWindows(List<Window> windows, double share) {
    private static final int WINDOWS = 4;
    private static final double HASHES = 4294967296.0;

    record Window(int from, int to) {}

    static HashWindows everyone() {
        return new HashWindows(List.of(), 1);
    }

    static HashWindows of(double share, long seed) {
        if (share >= 1) {
            return everyone();
        }
        Random random = new Random(seed);
        long width = Math.max(1, (long) (HASHES * share / WINDOWS));
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < WINDOWS; i++) {
            int from = random.nextInt();
            windows.add(new Window(from, (int) Math.min(Integer.MAX_VALUE, from + width - 1)));
        }
        return new HashWindows(windows, share);
    }

    HashWindows plusHashes(List<Integer> hashes) {
        List<Window> more = new ArrayList<>(windows);
        hashes.forEach(hash -> more.add(new Window(hash, hash)));
        return new HashWindows(more, share);
    }

    private boolean isEveryone() {
        return windows.isEmpty();
    }

    /** SQL that is true for the hashes in the windows. */
    String condition(String hash) {
        return isEveryone()
                ? "true"
                : windows.stream()
                        .map(window ->
                                "(" + hash + " >= " + window.from() + " and " + hash + " <= " + window.to() + ")")
                        .collect(Collectors.joining(" or ", "(", ")"));
    }

    String describe() {
        return isEveryone()
                ? "every customer"
                : String.format(
                        Locale.ROOT,
                        "the customers of %d windows of customer_hash, about %.3g %% of all",
                        windows.size(),
                        share * 100);
    }
}
