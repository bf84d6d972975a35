package dev.backstory.dq;

import static dev.backstory.command.Console.count;

import dev.backstory.command.Console;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * What an audit prints. Of a few days each has its line; of many, only those that failed or could not be judged, and a
 * warning that many days share is one line.
 */
final class AuditLines {
    private static final int A_FEW = 7;
    private static final String INDENT = " ".repeat(13);

    private final Console console;
    private final Path lake;

    AuditLines(Console console, Path lake) {
        this.console = console;
        this.lake = lake;
    }

    /** @param days whose reports are written */
    void print(List<DayResult> days) {
        boolean few = days.size() <= A_FEW;
        for (DayResult day : days) {
            AuditReport report = day.report();
            if (few || !report.verdict().publishes()) {
                console.say(
                        "dq",
                        String.format(
                                Locale.ROOT,
                                "%s %s %-5s %12s rows  %s",
                                report.table().folder(),
                                report.dt(),
                                report.verdict(),
                                count(report.result().rows()),
                                new Path(lake, day.page().orElseThrow())));
                notable(report).forEach(finding -> console.line(INDENT + text(finding)));
            }
        }
        if (!few) {
            printShared(days.stream().map(DayResult::report).toList());
        }
    }

    private void printShared(List<AuditReport> reports) {
        Map<String, List<AuditReport>> byCheck = new LinkedHashMap<>();
        Map<String, Finding> last = new LinkedHashMap<>();
        for (AuditReport report : reports) {
            if (report.verdict().publishes()) {
                for (Finding finding : notable(report)) {
                    byCheck.computeIfAbsent(finding.check(), check -> new ArrayList<>())
                            .add(report);
                    last.put(finding.check(), finding);
                }
            }
        }
        byCheck.forEach((check, days) -> {
            AuditReport latest = days.get(days.size() - 1);
            String where =
                    days.size() == 1 ? "on " + latest.dt() : "on " + days.size() + " days, the last " + latest.dt();
            console.line(INDENT + "WARN " + where + " " + text(last.get(check)).substring("WARN ".length()));
        });
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
