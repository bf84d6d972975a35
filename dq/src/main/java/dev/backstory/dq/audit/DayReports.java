package dev.backstory.dq.audit;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.core.run.Took;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.check.TableChecks;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.AuditReport.Figures;
import dev.backstory.dq.report.AuditReport.Provenance;
import dev.backstory.dq.report.AuditReport.Result;
import dev.backstory.dq.report.AuditReport.Subject;
import dev.backstory.dq.report.Finding;
import dev.backstory.dq.report.Since;
import dev.backstory.dq.report.VerdictText;
import dev.backstory.dq.trend.DayBefore;
import dev.backstory.dq.trend.EarlierDay;
import dev.backstory.dq.trend.MetricHistory;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The reports of the days of an audit, from what it has found. */
final class DayReports {
    private final PipelineConfig config;
    private final Table table;
    private final TableChecks checks;
    private final String rulesHash;
    private final JudgedDays days;

    DayReports(PipelineConfig config, Table table, TableChecks checks, JudgedDays days) {
        this.config = config;
        this.table = table;
        this.checks = checks;
        this.rulesHash = SettingsHash.rules(config, table);
        this.days = days;
    }

    /** All but the findings, whose queries depend on the verdict. */
    AuditReport of(AuditDay day, MetricHistory past, Took took) {
        DayStates scan = days.scans().get(day.dt());
        Verdict verdict = days.verdict(day);
        long rows =
                RowCount.problem(scan) == null ? RowCount.of(scan) : day.day().rows();
        List<Finding> found =
                days.checks(day.dt()).stream().map(JudgedCheck::finding).toList();
        return new AuditReport(
                new Subject(
                        config.name(), table.step(), table, day.dt(), day.run().run()),
                new Result(
                        verdict,
                        VerdictText.of(verdict, found, rows),
                        null,
                        rows,
                        day.day().rejectedRows()),
                provenance(day, took),
                new Figures(
                        days.metrics(day),
                        days.trends().get(day.dt()),
                        rows == 0
                                ? List.of()
                                : checks.distributions(day, scan, days.facts().get(day.dt())),
                        days.facts().get(day.dt()).rejections(),
                        since(day, past)),
                List.of());
    }

    /** A day before of this very audit has warnings by now that it did not have when it became the past of the next. */
    private @Nullable Since since(AuditDay day, MetricHistory past) {
        EarlierDay before = past.dayBefore(day.dt()).orElse(null);
        if (before == null) {
            return null;
        }
        List<JudgedCheck> ofThisAudit = days.checks(before.dt());
        return DayBefore.compare(
                before,
                ofThisAudit == null ? before.verdict() : JudgedDays.verdict(ofThisAudit),
                checks.measures(),
                days.metrics(day),
                day.day().rejectedRows());
    }

    private Provenance provenance(AuditDay day, Took took) {
        return new Provenance(
                day.run().stagedAt(),
                Instant.now(),
                config.timezone().getId(),
                day.run().settingsHash(),
                rulesHash,
                day.run().codeVersion(),
                CodeVersion.text(),
                new TreeMap<>(day.day().sources()),
                day.day().inputs(),
                day.day().files(),
                day.run().took(),
                took);
    }
}
