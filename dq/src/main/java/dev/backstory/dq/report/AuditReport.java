package dev.backstory.dq.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.Took;
import dev.backstory.core.run.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The audit of one day of a table, of one run. In the JSON file beside the page the members of its parts stand side by
 * side, in this order.
 *
 * @param findings worst first
 */
@JsonDeserialize(using = AuditReportReader.class)
public record AuditReport(
        @JsonUnwrapped Subject subject,
        @JsonUnwrapped Result result,
        @JsonUnwrapped Provenance provenance,
        @JsonUnwrapped Figures figures,
        List<Finding> findings) {

    /** What was audited. */
    public record Subject(String pipeline, Step step, Table table, LocalDate dt, RunId run) {}

    /**
     * What came of it.
     *
     * @param sentence the verdict in words; written before the day is published, it does not say that it is
     * @param notPublished why the day is not published although it passed; null for every other day
     */
    public record Result(
            Verdict verdict, String sentence, @Nullable String notPublished, long rows, long rejectedRows) {}

    /**
     * What the rows came from, and what judged them.
     *
     * @param settingsHash hash of the settings that shaped the rows
     * @param rulesHash hash of the rules they were judged by
     * @param codeVersion the version that wrote the rows
     * @param auditVersion the version that judged them
     * @param stepTook the time of the step for all days of its run; null where the run does not say it
     * @param auditTook the time of the audit for all days that it looked at together; null in reports of older versions
     */
    public record Provenance(
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

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Took stepTook,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Took auditTook) {}

    /**
     * What was counted.
     *
     * @param metrics figures that later audits compare with
     * @param trends those of them that are compared with or drawn beside earlier days
     * @param distributions how the rows fall into groups
     * @param rejections rejected rows by reason, the most frequent first
     * @param since the published day before; null where there is none
     */
    public record Figures(
            Map<String, Double> metrics,
            List<Trend> trends,
            List<Distribution> distributions,
            List<RejectionReason> rejections,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Since since) {}

    public AuditReport {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::verdict).reversed())
                .toList();
    }

    public AuditReport withFindings(List<Finding> others) {
        return new AuditReport(subject, result, provenance, figures, others);
    }

    public AuditReport notPublished(String why) {
        Result corrected = new Result(result.verdict(), result.sentence(), why, result.rows(), result.rejectedRows());
        return new AuditReport(subject, corrected, provenance, figures, findings);
    }

    public Table table() {
        return subject.table();
    }

    public LocalDate dt() {
        return subject.dt();
    }

    public Verdict verdict() {
        return result.verdict();
    }
}
