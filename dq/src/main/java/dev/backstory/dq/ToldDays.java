package dev.backstory.dq;

import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.audit.AuditedDay;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.DayVerdict.CheckResult;
import dev.backstory.observe.event.Observer;
import dev.backstory.spark.job.JobContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What observers are told of audited days. Whether a day is published, its record says, and nothing else. */
final class ToldDays {
    private ToldDays() {}

    /** @param audited days of one table, after their publishing; nothing is read for observers that are not there */
    static void tell(JobContext context, List<AuditedDay> audited, Consumer<DayVerdict> told) {
        if (context.observer() == Observer.NONE || audited.isEmpty()) {
            return;
        }
        Map<LocalDate, PublishRecord> records = records(context, audited);
        audited.forEach(day -> told.accept(verdict(day, records)));
    }

    private static Map<LocalDate, PublishRecord> records(JobContext context, List<AuditedDay> audited) {
        try {
            return context.lake().published(audited.get(0).report().table(), context.range());
        } catch (RuntimeException unreadable) {
            // Who publishes has said so.
            return Map.of();
        }
    }

    private static DayVerdict verdict(AuditedDay audited, Map<LocalDate, PublishRecord> records) {
        AuditReport report = audited.report();
        AuditDay day = audited.day();
        PublishRecord record = records.get(day.dt());
        return new DayVerdict(
                report.table(),
                day.dt(),
                day.run().run(),
                day.run().schema(),
                report.verdict(),
                report.result().sentence(),
                record != null && record.run().equals(day.run().run()),
                report.result().rows(),
                report.result().rejectedRows(),
                day.day().files(),
                report.findings().stream()
                        .map(finding -> new CheckResult(
                                finding.check(), finding.verdict(), finding.expected(), finding.observed()))
                        .toList());
    }
}
