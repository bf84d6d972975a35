package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** The operators of Airflow read these lines: {@code audits.py}, whose tests have the same. */
class AuditLinesTest {
    private static final List<DayResult> EIGHT_DAYS =
            IntStream.rangeClosed(1, 8).mapToObj(AuditLinesTest::day).toList();

    /** Of eight days the second and the eighth have a warning. */
    private static DayResult day(int day) {
        Verdict verdict = day == 2 || day == 8 ? Verdict.WARN : Verdict.PASS;
        LocalDate dt = LocalDate.of(2025, 8, day);
        AuditReport report = new AuditReport(
                new AuditReport.Subject("shop", Step.ACTIONS, Table.ACTIONS, dt, new RunId("r")),
                new AuditReport.Result(verdict, "", null, 1234, 0),
                new AuditReport.Provenance(
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "UTC",
                        "",
                        "",
                        "",
                        "",
                        Map.of(),
                        List.of(),
                        List.of(),
                        null,
                        null),
                new AuditReport.Figures(Map.of(), List.of(), List.of(), List.of(), null),
                List.of(new Finding(
                        "volume", verdict, "", "2,000 rows", "1,234", null, List.of(), "has it arrived?", null, null)));
        return DayResult.judged(report, "_reports/actions/dt=" + dt + "/run=r.html");
    }

    private static List<String> printed(boolean eachDay) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8));
        new AuditLines(console, new Path("/lake"), eachDay).print(EIGHT_DAYS);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void ofManyDaysThoseThatPassAreNotListed() {
        assertThat(printed(false))
                .containsExactly(
                        "             WARN on 2 days, the last 2025-08-08 volume: expected 2,000 rows; 1,234 (has it arrived?)");
    }

    @Test
    void whoAsksForEachDayGetsALineForEach() {
        assertThat(printed(true))
                .hasSize(10)
                .startsWith(
                        "dq           actions 2025-08-01 PASS         1,234 rows  /lake/_reports/actions/dt=2025-08-01/run=r.html",
                        "dq           actions 2025-08-02 WARN         1,234 rows  /lake/_reports/actions/dt=2025-08-02/run=r.html",
                        "             WARN volume: expected 2,000 rows; 1,234 (has it arrived?)")
                .endsWith(
                        "dq           actions 2025-08-08 WARN         1,234 rows  /lake/_reports/actions/dt=2025-08-08/run=r.html",
                        "             WARN volume: expected 2,000 rows; 1,234 (has it arrived?)");
    }
}
