package dev.backstory.dq.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.Took;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport.Figures;
import dev.backstory.dq.report.AuditReport.Provenance;
import dev.backstory.dq.report.AuditReport.Result;
import dev.backstory.dq.report.AuditReport.Subject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parts of a report stand side by side in its JSON, and are found again. */
class AuditReportTest {
    @Test
    void theJsonIsFlat() throws Exception {
        AuditReport report = new AuditReport(
                new Subject("shop", Step.ACTIONS, Table.ACTIONS, LocalDate.parse("2025-08-14"), new RunId("r")),
                new Result(Verdict.WARN, "WARN: 1 of 1 checks warn", null, 2, 1),
                new Provenance(
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "UTC",
                        "settings",
                        "rules",
                        "code",
                        "audit",
                        Map.of(),
                        List.of(),
                        List.of(),
                        new Took(41.23, 14),
                        new Took(3, 2)),
                new Figures(
                        Map.of("rows", 2.0),
                        List.of(),
                        List.of(),
                        List.of(),
                        new Since(
                                LocalDate.parse("2025-08-13"),
                                new RunId("q"),
                                Verdict.PASS,
                                List.of(new Change("rows", Trend.Kind.COUNT, 1.0, 2.0)))),
                List.of(new Finding("rows", Verdict.WARN, "", "some", "few", 2L, List.of(), null, null, null)));

        String json = RunJson.write(report);

        assertThat(RunJson.read(json, AuditReport.class, "report")).isEqualTo(report);
        assertThat(json.replaceAll("\\s+", " "))
                .contains("\"stepTook\" : { \"seconds\" : 41.23, \"days\" : 14 }")
                .contains(
                        "\"since\" : { \"dt\" : \"2025-08-13\", \"run\" : \"q\", \"verdict\" : \"PASS\", \"changes\" : [ {"
                                + " \"title\" : \"rows\", \"kind\" : \"COUNT\", \"before\" : 1.0, \"now\" : 2.0 } ] }");
        assertThat(new ObjectMapper().readTree(json).fieldNames())
                .toIterable()
                .containsExactly(
                        "pipeline",
                        "step",
                        "table",
                        "dt",
                        "run",
                        "verdict",
                        "sentence",
                        "notPublished",
                        "rows",
                        "rejectedRows",
                        "stagedAt",
                        "auditedAt",
                        "timezone",
                        "settingsHash",
                        "rulesHash",
                        "codeVersion",
                        "auditVersion",
                        "sources",
                        "inputs",
                        "files",
                        "stepTook",
                        "auditTook",
                        "metrics",
                        "trends",
                        "distributions",
                        "rejections",
                        "since",
                        "findings");
    }
}
