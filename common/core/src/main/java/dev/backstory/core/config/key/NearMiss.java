package dev.backstory.core.config.key;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class NearMiss {
    private NearMiss() {}

    /** {@code ". Did you mean 'x'?"}, or nothing when no word is near. */
    public static String of(String written, Collection<String> allowed) {
        return nearest(written, allowed)
                .map(word -> ". Did you mean '" + word + "'?")
                .orElse("");
    }

    /** The nearest word within one edit per three letters; ties go to the alphabetically first. */
    public static Optional<String> nearest(String written, Collection<String> allowed) {
        String plain = plain(written);
        int limit = Math.max(1, plain.length() / 3);
        return allowed.stream()
                .filter(word -> distance(plain, plain(word)) <= limit)
                .min(Comparator.comparingInt((String word) -> distance(plain, plain(word)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(
                        Math.min(distances[i - 1][j], distances[i][j - 1]) + 1, distances[i - 1][j - 1] + substitution);
                boolean swap =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                distances[i][j] = swap ? Math.min(best, distances[i - 2][j - 2] + 1) : best;
            }
        }
        return distances[a.length()][b.length()];
    }
}
