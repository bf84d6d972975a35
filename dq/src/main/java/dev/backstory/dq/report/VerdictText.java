package dev.backstory.dq.report;

import dev.backstory.command.Count;
import dev.backstory.core.run.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** The verdict of a day in words. */
public final class VerdictText {
    private VerdictText() {}

    public static String of(Verdict verdict, List<Finding> findings, long rows) {
        String of = " of " + findings.size() + " checks ";
        return switch (verdict) {
            case PASS ->
                "PASS: "
                        + (muted(findings).isEmpty() ? "all " : findings.size() - countMuted(findings) + " of ")
                        + findings.size() + " checks hold" + (rows == 0 ? "; the day is empty" : on(rows))
                        + muted(findings) + ".";
            case WARN ->
                "WARN: " + count(findings, Verdict.WARN) + of + "warn" + on(rows) + ": " + names(findings, Verdict.WARN)
                        + muted(findings) + ".";
            case FAIL ->
                "FAIL: not published, because " + count(findings, Verdict.FAIL) + of + "failed" + on(rows) + ": "
                        + names(findings, Verdict.FAIL) + ".";
            case ERROR ->
                "ERROR: not published, because " + count(findings, Verdict.ERROR) + of
                        + "could not be judged" + on(rows) + ": " + names(findings, Verdict.ERROR)
                        + failedToo(findings) + ".";
        };
    }

    private static long countMuted(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.muted() != null).count();
    }

    private static String muted(List<Finding> findings) {
        return countMuted(findings) == 0
                ? ""
                : findings.stream()
                        .filter(finding -> finding.muted() != null)
                        .map(finding -> finding.check() + " (" + finding.muted() + ")")
                        .collect(Collectors.joining("; ", "; muted: ", ""));
    }

    private static String failedToo(List<Finding> findings) {
        return count(findings, Verdict.FAIL) == 0
                ? ""
                : "; besides, " + count(findings, Verdict.FAIL) + " failed: " + names(findings, Verdict.FAIL);
    }

    private static String on(long rows) {
        return " on " + Count.of(rows, "row");
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String names(List<Finding> findings, Verdict verdict) {
        return findings.stream()
                .filter(finding -> finding.verdict() == verdict)
                .map(Finding::check)
                .collect(Collectors.joining("; "));
    }
}
