package dev.backstory.dq.page;

import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the template of a report asks.
 *
 * @param command what to run next; null where nothing is left to do
 */
public record ReportView(
        AuditReport report,
        List<TrendPicture> trends,
        @Nullable String command) {
    /** Rows of a long list that are shown; the JSON beside the page has all. */
    public static final int LONGEST_LIST = 400;

    /** Failing, not judged or warning: those that get room. */
    public List<Finding> notPassed() {
        return report.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .toList();
    }

    public List<Finding> passed() {
        return report.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.PASS && finding.muted() == null)
                .toList();
    }

    /** Warnings that the config says are expected. */
    public List<Finding> muted() {
        return report.findings().stream()
                .filter(finding -> finding.muted() != null)
                .toList();
    }

    public long count(Verdict verdict) {
        return report.findings().stream()
                .filter(finding -> finding.verdict() == verdict && finding.muted() == null)
                .count();
    }

    /** Whether most of what was read is rejected, so that the reasons are what to read first. */
    public boolean mostIsRejected() {
        SourceCount total = report.provenance().sources().values().stream().reduce(SourceCount.NONE, SourceCount::plus);
        return !report.figures().rejections().isEmpty() && total.rejected() * 2 > total.read();
    }

    /** The sentence without the verdict before it. */
    public String sentence() {
        String prefix = report.verdict() + ": ";
        String sentence = report.result().sentence();
        if (!sentence.startsWith(prefix)) {
            return sentence;
        }
        String rest = sentence.substring(prefix.length());
        return Character.toUpperCase(rest.charAt(0)) + rest.substring(1);
    }

    public long bytes() {
        return report.provenance().files().stream()
                .mapToLong(file -> file.bytes())
                .sum();
    }

    public static Set<String> columns(List<Map<String, String>> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        return columns;
    }

    public static String sign(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "✓";
            case WARN -> "!";
            case FAIL -> "✗";
            case ERROR -> "?";
        };
    }

    /** What a filter button and a heading call them. */
    public static String plural(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "Passed";
            case WARN -> "Warnings";
            case FAIL -> "Failed";
            case ERROR -> "Not judged";
        };
    }
}
