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
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories without training, of narrow numbers, without rows, and beside a table that is not there. */
class HistoriesInputsTest {
    private static final String ALONE = "history: {length: 5, lookback: P30D, outputs: [histories]}\n";
    private static final String BOTH = "history: {length: 5, lookback: P30D, outputs: [training, histories]}\n";
    private static final String CUSTOMERS = "the customers are the impressions' customers";

    @TempDir
    Path folder;

    private static Dataset<Row> right(Shop shop) {
        return shop.lake.sql("select customer_id, cast(actions as array<int>) as actions,"
                + " cast(action_types as array<tinyint>) as action_types from values"
                + " (1L, array(13L, 12L, 11L), array(3, 2, 1)), (2L, array(21L), array(1)), (3L, array(), array())"
                + " as h(customer_id, actions, action_types)");
    }

    private static int audit(Shop shop, Dataset<Row> rows) {
        Day day = new Day(LocalDate.parse(Shop.DT), rows, Map.of(), shop.inputs(), 30, 2);
        shop.lake.stage(Table.HISTORIES, "r", Map.of(), day);
        return shop.lake.audit(Step.HISTORY, Shop.DT, "r");
    }

    @Test
    void narrowHistoriesAloneAreAudited() {
        Shop shop = Shop.withInputs(folder, ALONE + "training: {numbers: narrow}\n", 1);

        assertThat(audit(shop, right(shop))).isZero();
        AuditReport report = shop.lake.report(Table.HISTORIES, Shop.DT, "r");
        assertThat(report.verdict()).isEqualTo(Verdict.WARN);
        Finding coverage = Reports.finding(report, "the lookback is covered");
        assertThat(coverage.observed())
                .isEqualTo("2 of 30 days are covered; the first published day of actions is 2025-08-12");
        assertThat(shop.lake.published(Table.HISTORIES, Shop.DT)).isEqualTo("r");
        assertThat(shop.lake.printed()).contains("dq           histories 2025-08-14 WARN             3 rows  ");
    }

    @Test
    void anEmptyDay() {
        Shop shop = Shop.withInputs(folder, ALONE + "dq: {histories: {allow-empty: true}}\n", 1);

        assertThat(audit(shop, right(shop).where("false"))).isEqualTo(3);
        AuditReport report = shop.lake.report(Table.HISTORIES, Shop.DT, "r");
        assertThat(Reports.notPassed(report)).containsExactly(CUSTOMERS);
        assertThat(Reports.finding(report, CUSTOMERS).observed())
                .isEqualTo("3 customers of impressions are missing, 0 rows are too many");
    }

    @Test
    void warningsAndRulesOfTheTableAreItsOwn() {
        Shop shop = Shop.withInputs(
                folder,
                ALONE + "dq: {histories: {fail-on: [lookback-covered],"
                        + " rules: [{name: short, expression: size(actions) < 3}]}}\n",
                1);

        assertThat(audit(shop, right(shop))).isEqualTo(3);
        AuditReport report = shop.lake.report(Table.HISTORIES, Shop.DT, "r");
        assertThat(Reports.notPassed(report)).containsExactlyInAnyOrder("the lookback is covered", "short");
    }

    @Test
    void historiesWhoseInputsWereReplacedCannotBeJudged() {
        Shop shop = Shop.withInputs(folder, ALONE, 1);
        shop.lake.stage(Step.ACTIONS, "actions-2", Day.of("2025-08-13", shop.actionsOf13(), Shop.read(1, 0, 1)));
        assertThat(shop.lake.audit(Step.ACTIONS, "2025-08-13", "actions-2")).isZero();

        assertThat(audit(shop, right(shop))).isEqualTo(1);
        assertThat(Reports.finding(
                                shop.lake.report(Table.HISTORIES, Shop.DT, "r"),
                                "histories computed again are the same")
                        .verdict())
                .isEqualTo(Verdict.ERROR);
    }

    /** What a run leaves that was killed between its tables: the one that is there is published, the other is an error. */
    @Test
    void aTableThatIsNotThereKeepsNoOtherFromBeingPublished() {
        Shop shop = Shop.withInputs(folder, BOTH, 1);

        assertThat(audit(shop, right(shop))).isEqualTo(1);
        assertThat(shop.lake.published(Table.HISTORIES, Shop.DT)).isEqualTo("r");

        shop.lake.stage(Step.HISTORY, "t", shop.trainingDay(LocalDate.parse(Shop.DT), shop.training()));
        assertThat(shop.lake.audit(Step.HISTORY, Shop.DT, Shop.DT, Optional.empty()))
                .isZero();
        assertThat(shop.lake.published(Table.TRAINING, Shop.DT)).isEqualTo("t");
    }
}
