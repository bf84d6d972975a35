package dev.backstory.dq.report;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The audit of one day of a table, of one run: the JSON file beside the page, member for member.
 *
 * @param sentence the verdict in words; written before the day is published, it does not say that it is
 * @param notPublished why the day is not published although it passed; null for every other day
 * @param settingsHash hash of the settings that shaped the rows
 * @param rulesHash hash of the rules they were judged by
 * @param codeVersion the version that wrote the rows
 * @param auditVersion the version that judged them
 * @param metrics figures that later audits compare with
 * @param trends those of them that are compared with or drawn beside earlier days
 * @param distributions how the rows fall into groups
 * @param refusals rejected rows by reason, the most frequent first
 * @param findings worst first
 */
public record AuditReport(
        String pipeline,
        Step step,
        Table table,
        LocalDate dt,
        RunId run,
        Verdict verdict,
        String sentence,
        @Nullable String notPublished,
        long rows,
        long rejectedRows,
        Instant stagedAt,
        Instant auditedAt,
        String timezone,
        String settingsHash,
        String rulesHash,
        String codeVersion,
        String auditVersion,
        Map<String, SourceCount> sources,
        List<InputRun> inputs,
        List<StagedFile> files,
        Map<String, Double> metrics,
        List<Trend> trends,
        List<Distribution> distributions,
        List<RejectionReason> refusals,
        List<Finding> findings) {

    public AuditReport {
        trends = trends == null ? List.of() : trends;
        distributions = distributions == null ? List.of() : distributions;
        refusals = refusals == null ? List.of() : refusals;
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::verdict).reversed())
                .toList();
    }

    /** @param relocated the findings as of a day in staging */
    public AuditReport notPublished(String why, UnaryOperator<Finding> relocated) {
        return new AuditReport(
                pipeline,
                step,
                table,
                dt,
                run,
                verdict,
                sentence,
                why,
                rows,
                rejectedRows,
                stagedAt,
                auditedAt,
                timezone,
                settingsHash,
                rulesHash,
                codeVersion,
                auditVersion,
                sources,
                inputs,
                files,
                metrics,
                trends,
                distributions,
                refusals,
                findings.stream().map(relocated).toList());
    }
}
