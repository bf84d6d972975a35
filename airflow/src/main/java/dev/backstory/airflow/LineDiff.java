package dev.backstory.airflow;

import java.util.List;

/** The lines in which two texts differ, as text for people. */
final class LineDiff {
    private LineDiff() {}

    /** Lines only in {@code found} begin with -, lines only in {@code wanted} with +, each after its number. */
    static String between(String name, String found, String wanted) {
        List<String> old = found.lines().toList();
        List<String> fresh = wanted.lines().toList();
        int[][] common = commonFrom(old, fresh);
        StringBuilder diff = new StringBuilder("--- " + name + " (found)\n+++ " + name + " (from the config)\n");
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                i++;
                j++;
            } else if (i < old.size() && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
                diff.append('-').append(i + 1).append(": ").append(old.get(i++)).append('\n');
            } else {
                diff.append('+')
                        .append(j + 1)
                        .append(": ")
                        .append(fresh.get(j++))
                        .append('\n');
            }
        }
        return diff.toString();
    }

    /** The length of the longest common subsequence of the lines from i and from j on. */
    private static int[][] commonFrom(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
