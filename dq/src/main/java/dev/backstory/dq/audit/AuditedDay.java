package dev.backstory.dq.audit;

import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayLocation;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** A day's report, and what its page draws it beside. */
public final class AuditedDay {
    private final Lake lake;
    private final AuditDay day;
    private final List<JudgedCheck> checks;
    private final ExampleIds ids;
    private final AuditReport report;
    private final Map<String, NavigableMap<LocalDate, Double>> past;

    /** @param report all but its findings */
    AuditedDay(
            Lake lake,
            AuditDay day,
            List<JudgedCheck> checks,
            ExampleIds ids,
            AuditReport report,
            Map<String, NavigableMap<LocalDate, Double>> past) {
        this.lake = lake;
        this.day = day;
        this.checks = checks;
        this.ids = ids;
        this.report = report.withFindings(findings(report.verdict().publishes()));
        this.past = past;
    }

    public AuditDay day() {
        return day;
    }

    public AuditReport report() {
        return report;
    }

    /** Of each metric the values of up to 90 earlier published days. */
    public Map<String, NavigableMap<LocalDate, Double>> past() {
        return past;
    }

    /** The report of a day that passed and stays in staging after all, where its rows are still to be found. */
    public AuditReport notPublished(String why) {
        return report.notPublished(why).withFindings(findings(false));
    }

    private List<Finding> findings(boolean published) {
        DayLocation location = new DayLocation(lake, day, published);
        return ids.in(checks.stream().map(check -> check.at(location)).toList());
    }
}
