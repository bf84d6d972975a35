package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.audit.AuditedDay;
import dev.backstory.dq.audit.RangeAudit;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of a day that passed, whatever became of its publishing. */
class DayPublishingTest {
    private static final String DT = "2025-08-12";

    @TempDir
    Path folder;

    private Shop shop;
    private AuditedLake lake;

    @BeforeEach
    void open() {
        shop = new Shop(folder, """
                dq:
                  actions:
                    max-rejected-share: 0.9
                    rules: [{name: no clicks, expression: "action_type <> 1", level: warn}]
                """);
        lake = shop.lake;
    }

    @Test
    void aDayThatCannotBeMovedIntoItsTable() throws IOException {
        stage("r", 0);
        Path table = Path.of(lake.lake.root().toString(), "actions");
        Files.writeString(table, "a file where the table's folder belongs");

        assertThat(lake.audit(Step.ACTIONS, DT, "r")).isEqualTo(1);

        AuditReport report = lake.report(Step.ACTIONS, DT, "r");
        assertThat(report.verdict()).isEqualTo(Verdict.WARN);
        assertThat(report.result().sentence()).startsWith("WARN: 2 of ");
        assertThat(report.result().notPublished())
                .startsWith("publishing it failed: ")
                .contains("/lake/actions")
                .endsWith("; audit it again; bin/backstory status says what is published");
        assertThat(noClicks(report).query()).contains("/lake/_staging/actions/run=r/dt=2025-08-12`");
        assertThat(lake.reportText(Step.ACTIONS, DT, "r", "html"))
                .contains("<title>WARN, not published: actions of 2025-08-12, shop</title>")
                .contains("NOT PUBLISHED")
                .contains("publishing it failed: ")
                .contains(">bin/backstory dq --step actions --config pipeline.yaml --dt 2025-08-12</pre>")
                .doesNotContain("/lake/actions/dt=2025-08-12`");

        Files.delete(table);
        assertThat(lake.audit(Step.ACTIONS, DT, "r")).isZero();
        assertThat(lake.published(Table.ACTIONS, DT)).isEqualTo("r");
        assertThat(lake.report(Step.ACTIONS, DT, "r").result().notPublished()).isNull();
        assertThat(noClicks(lake.report(Step.ACTIONS, DT, "r")).query()).contains("/lake/actions/dt=2025-08-12`");
        assertThat(lake.reportText(Step.ACTIONS, DT, "r", "html")).doesNotContain("NOT PUBLISHED");
    }

    @Test
    void aDayWhoseLaterRunWasPublishedDuringItsAudit() {
        stage("older", 0);
        stage("newer", 0);
        AuditDay day = WaitingDays.find(
                        lake.config,
                        lake.lake,
                        Table.ACTIONS,
                        DayRange.day(LocalDate.parse(DT)),
                        Optional.of(new RunId("older")))
                .waiting()
                .get(0);
        AuditedDay audited = new RangeAudit(lake.config, Table.ACTIONS, SparkForTests.session(), lake.lake)
                .audit(List.of(day))
                .get(0);
        DayPublishing publishing = new DayPublishing(lake.lake, Console.standard(), "pipeline.yaml");
        String page = publishing.write(audited, audited.report(), null);
        assertThat(lake.audit(Step.ACTIONS, DT, "newer")).isZero();

        assertThat(publishing.publish(audited, page)).isTrue();

        assertThat(lake.published(Table.ACTIONS, DT)).isEqualTo("newer");
        assertThat(lake.report(Step.ACTIONS, DT, "older").result().notPublished())
                .isEqualTo("Cannot publish actions of 2025-08-12 by run older because run newer, which was staged"
                        + " later, is published; there is nothing to do");
        assertThat(lake.reportText(Step.ACTIONS, DT, "older", "html"))
                .contains("NOT PUBLISHED")
                .doesNotContain("What to run");
        assertThat(lake.reportText(Step.ACTIONS, DT, "newer", "html")).doesNotContain("NOT PUBLISHED");
    }

    @Test
    void aDayThatIsPublishedThoughItsRejectedRowsCannotFollowIt() throws IOException {
        stage("r", 1);
        Path rejected = Path.of(lake.lake.root().toString(), "rejected");
        Files.writeString(rejected, "a file where a folder belongs");

        assertThat(lake.audit(Step.ACTIONS, DT, "r")).isEqualTo(1);

        assertThat(lake.published(Table.ACTIONS, DT)).isEqualTo("r");
        assertThat(lake.report(Step.ACTIONS, DT, "r").result().notPublished()).isNull();
        assertThat(lake.reportText(Step.ACTIONS, DT, "r", "html")).doesNotContain("NOT PUBLISHED");
    }

    private static Finding noClicks(AuditReport report) {
        return Reports.finding(report, "no clicks");
    }

    private void stage(String run, int rejected) {
        Map<String, SourceCount> sources = Shop.read(1, 1, 0);
        sources.put("clicks", new SourceCount(1 + rejected, 1, rejected));
        lake.stage(Step.ACTIONS, run, Day.of(DT, shop.actionsOf12(), sources));
    }
}
