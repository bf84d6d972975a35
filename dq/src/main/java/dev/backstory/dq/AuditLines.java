package dev.backstory.dq;

import static dev.backstory.command.Console.count;

import dev.backstory.command.Console;
import dev.backstory.command.Count;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * What an audit prints. Of a few days each has its line; of many, only those that failed or could not be judged. A warning
 * that several days share is one line.
 */
final class AuditLines {
    private static final int A_FEW = 7;
    private static final int MOST_REASONS = 3;
    private static final int LONGEST_EXAMPLE = 200;
    private static final Pattern CONTROL =
            Pattern.compile("\\p{Cntrl}|[\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");
    private static final String INDENT = " ".repeat(13);

    private final Console console;
    private final Path lake;
    private final boolean eachDay;

    /** @param eachDay whether each day has its line, of however many; the operators of Airflow read these lines */
    AuditLines(Console console, Path lake, boolean eachDay) {
        this.console = console;
        this.lake = lake;
        this.eachDay = eachDay;
    }

    /** @param days whose reports are written */
    void print(List<DayResult> days) {
        boolean few = eachDay || days.size() <= A_FEW;
        Map<String, List<AuditReport>> warnings =
                warnings(days.stream().map(DayResult::report).toList());
        if (few) {
            warnings.values().removeIf(ofCheck -> eachDay || ofCheck.size() == 1);
        }
        for (DayResult day : days) {
            AuditReport report = day.report();
            if (few || !report.verdict().publishes()) {
                String line = String.format(
                        Locale.ROOT,
                        "%s %s %-5s %12s rows  %s",
                        report.table().folder(),
                        report.dt(),
                        report.verdict(),
                        count(report.result().rows()),
                        new Path(lake, day.page().orElseThrow()));
                if (report.verdict() == Verdict.PASS) {
                    console.say("dq", line);
                } else {
                    console.attention("dq", line);
                }
                if (!report.verdict().publishes()) {
                    printReasons(report);
                }
                notable(report).stream()
                        .filter(finding -> !report.verdict().publishes() || !warnings.containsKey(finding.check()))
                        .forEach(finding -> console.line(INDENT + text(finding)));
            }
        }
        warnings.forEach(this::printShared);
    }

    /** The commonest reasons for which rows of a failed day were rejected, with an example. */
    private void printReasons(AuditReport report) {
        report.figures().rejections().stream()
                .limit(MOST_REASONS)
                .forEach(reason -> console.line(INDENT + "rejected " + Count.of(reason.rows(), "row")
                        + (reason.source().isEmpty() ? "" : " of " + reason.source()) + ": "
                        + printable(reason.reason())
                        + (reason.examples().isEmpty()
                                ? ""
                                : ", such as " + printable(reason.examples().get(0)))));
    }

    /** Raw rows may hold anything; a terminal must not obey it. */
    private static String printable(String raw) {
        String line = CONTROL.matcher(raw).replaceAll("\ufffd");
        return line.codePointCount(0, line.length()) <= LONGEST_EXAMPLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_EXAMPLE)) + "…";
    }

    /** The days that are published with a warning, by its check. */
    private static Map<String, List<AuditReport>> warnings(List<AuditReport> reports) {
        Map<String, List<AuditReport>> byCheck = new LinkedHashMap<>();
        for (AuditReport report : reports) {
            if (report.verdict().publishes()) {
                notable(report)
                        .forEach(finding -> byCheck.computeIfAbsent(finding.check(), check -> new ArrayList<>())
                                .add(report));
            }
        }
        return byCheck;
    }

    private void printShared(String check, List<AuditReport> days) {
        AuditReport latest = days.get(days.size() - 1);
        String where = days.size() == 1 ? "on " + latest.dt() : "on " + days.size() + " days, the last " + latest.dt();
        notable(latest).stream()
                .filter(finding -> finding.check().equals(check))
                .forEach(finding -> console.line(
                        INDENT + "WARN " + where + " " + text(finding).substring("WARN ".length())));
    }

    private static List<Finding> notable(AuditReport report) {
        return report.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .toList();
    }

    private static String text(Finding finding) {
        return finding.verdict() + " " + finding.check() + ": expected " + finding.expected() + "; "
                + finding.observed() + (finding.hint() == null ? "" : " (" + finding.hint() + ")");
    }
}
