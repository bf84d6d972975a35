package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training rows are judged against what they were made from, and only as long as that is what is published. */
class TrainingInputsTest {
    private static final String REPLAY = "histories computed again are the same";

    @TempDir
    Path folder;

    @Test
    void rowsWhoseInputsWereReplacedCannotBeJudged() {
        Shop shop = Shop.withInputs(folder, "", 1);
        shop.lake.stage(Step.ACTIONS, "actions-2", Day.of("2025-08-13", shop.actionsOf13(), Shop.read(1, 0, 1)));
        assertThat(shop.lake.audit(Step.ACTIONS, "2025-08-13", "actions-2")).isZero();

        assertThat(shop.auditTraining("r", shop.training())).isEqualTo(1);
        AuditReport report = shop.lake.report(Step.HISTORY, Shop.DT, "r");
        assertThat(Reports.notPassed(report)).containsExactly(REPLAY);
        assertThat(Reports.finding(report, REPLAY)).satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.ERROR);
            assertThat(finding.observed())
                    .isEqualTo("could not be judged: these rows were made from run actions-1 of actions"
                            + " 2025-08-13, but run actions-2 is published now; build the day again");
        });
        assertThat(shop.lake.published(Table.TRAINING, Shop.DT)).isEqualTo("none");
    }

    @Test
    void renamedColumnsNarrowNumbersAndAShortLookbackAreAuditedToo() {
        Shop shop = Shop.withInputs(
                folder, "training: {numbers: narrow, columns: {impression_item_id: item_id, label: is_order}}\n", 1);
        var rows = shop.training()
                .selectExpr(
                        "ranking_id",
                        "customer_id",
                        "impression_pos",
                        "cast(impression_item_id as int) as item_id",
                        "label as is_order",
                        "cast(actions as array<int>) as actions",
                        "cast(action_types as array<tinyint>) as action_types",
                        "history_length",
                        "newest_action_time");
        shop.lake.stage(Step.HISTORY, "r", new Day(LocalDate.parse(Shop.DT), rows, Map.of(), shop.inputs(), 30, 2));

        assertThat(shop.lake.audit(Step.HISTORY, Shop.DT, "r")).isZero();
        AuditReport report = shop.lake.report(Step.HISTORY, Shop.DT, "r");
        assertThat(report.verdict()).isEqualTo(Verdict.WARN);
        Finding coverage = Reports.finding(report, "the lookback is covered");
        assertThat(coverage.verdict()).isEqualTo(Verdict.WARN);
        assertThat(coverage.observed())
                .isEqualTo("2 of 30 days are covered; the first published day of actions is 2025-08-12");
        assertThat(report.figures().metrics())
                .containsEntry("share_without_history", 0.25)
                .containsEntry("mean_history_length", 1.75);
    }

    @Test
    void anEmptyDayOfTrainingRows() {
        Shop shop = Shop.withInputs(folder, "dq: {training: {allow-empty: true}}\n", 1);

        assertThat(shop.auditTraining("r", shop.training().where("false"))).isEqualTo(3);
        AuditReport report = shop.lake.report(Step.HISTORY, Shop.DT, "r");
        assertThat(Reports.notPassed(report)).containsExactly("the rows are the impressions' rows");
        assertThat(Reports.finding(report, "the rows are the impressions' rows").observed())
                .isEqualTo("4 rows of impressions are missing, 0 rows are in no impression");
    }
}
