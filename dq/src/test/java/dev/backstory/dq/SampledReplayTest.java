package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.Finding;
import dev.backstory.dq.report.Verdict;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of more rows than are computed again: the customers of some windows are, whatever files they lie in. */
class SampledReplayTest {
    private static final int CUSTOMERS = 60_000;
    private static final Pattern SAMPLE = Pattern.compile(
            "the same in ([\\d,]+) rows of \\1 customers \\(the customers of 4 windows of customer_hash, about 25.0 %"
                    + " of all\\)");

    @TempDir
    Path folder;

    @Test
    void theSameCustomersAreFoundInOneFileAndInMany() {
        Finding inOne = replay(folder.resolve("one"), 1, "item_id");
        Finding inMany = replay(folder.resolve("many"), 24, "item_id");

        assertThat(inOne.verdict()).as(inOne.observed()).isEqualTo(Verdict.PASS);
        assertThat(inMany).isEqualTo(inOne);
        Matcher sample = SAMPLE.matcher(inOne.observed());
        assertThat(sample.matches()).as(inOne.observed()).isTrue();
        assertThat(Integer.parseInt(sample.group(1).replace(",", "")))
                .as("rows among %d; windows may overlap", CUSTOMERS)
                .isBetween(CUSTOMERS / 16, CUSTOMERS * 27 / 100);
    }

    @Test
    void aWrongHistoryInTheWindowsIsFound() {
        Finding wrong = replay(folder, 24, "item_id + 1");

        assertThat(wrong.verdict()).as(wrong.observed()).isEqualTo(Verdict.FAIL);
        assertThat(wrong.badRows()).isGreaterThan(CUSTOMERS / 16);
        assertThat(wrong.examples()).hasSize(20);
    }

    /** @param item the item in the histories, of which each customer has one action */
    private static Finding replay(Path folder, int files, String item) {
        Shop shop = new Shop(folder, "");
        AuditedLake lake = shop.lake;
        Dataset<Row> actions = lake.sql("select " + Shop.ACTIONS_COLUMNS + " from (select id as customer_id, id * 7 + 1"
                + " as item_id, '2025-08-13T10:00:00Z' as action_time, 1 as action_type from range(" + CUSTOMERS
                + "))");
        lake.stage(
                Step.ACTIONS,
                "actions-1",
                Day.of("2025-08-12", shop.actions("(-1L, 11L, '2025-08-12T10:00:00Z', 1)"), Shop.read(1, 0, 0)),
                Day.of("2025-08-13", actions, Shop.read(CUSTOMERS, 0, 0)));
        lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-13", Optional.of("actions-1"));
        Dataset<Row> impressions = lake.sql("select hash(id) as customer_hash, string(id) as ranking_id, id as"
                + " customer_id, 0 as impression_pos, 5L as impression_item_id, 0 as label from range(" + CUSTOMERS
                + ")");
        lake.stage(
                Step.IMPRESSIONS,
                "impressions-1",
                Day.of(Shop.DT, impressions, Map.of("impressions", new SourceCount(CUSTOMERS, CUSTOMERS, 0))));
        assertThat(lake.audit(Step.IMPRESSIONS, Shop.DT, "impressions-1"))
                .as(lake.printed())
                .isZero();
        lake.filesOfDay = files;
        Dataset<Row> training = lake.sql("select ranking_id, customer_id, impression_pos, impression_item_id, label,"
                + " array(" + item + ", 0L, 0L, 0L, 0L) as actions, array(1, 0, 0, 0, 0) as action_types,"
                + " 1 as history_length, timestamp'2025-08-13 10:00:00' as newest_action_time from"
                + " (select string(id) as ranking_id, id as customer_id, 0 as impression_pos, 5L as impression_item_id,"
                + " 0 as label, id * 7 + 1 as item_id from range(" + CUSTOMERS + "))");
        shop.auditTraining("sampled", training);
        return Reports.finding(lake.report(Step.HISTORY, Shop.DT, "sampled"), "histories computed again are the same");
    }
}
