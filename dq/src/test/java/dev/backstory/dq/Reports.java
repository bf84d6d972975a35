package dev.backstory.dq;

import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.util.Set;
import java.util.TreeSet;

/** Questions that tests ask of reports. */
final class Reports {
    private Reports() {}

    static Set<String> notPassed(AuditReport report) {
        Set<String> checks = new TreeSet<>();
        report.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASS)
                .forEach(finding -> checks.add(finding.check()));
        return checks;
    }

    static Finding finding(AuditReport report, String check) {
        return report.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no check called " + check + " in " + report.findings()));
    }
}
