package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.Finding;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
    private static final int CUSTOMERS = 30_000;
    private static final Pattern SAMPLE = Pattern.compile(
            "the same in ([\\d,]+) rows of \\1 customers \\(the customers of 4 windows of customer_hash, about 50.0 %"
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
                .isBetween(CUSTOMERS / 8, CUSTOMERS * 52 / 100);
    }

    @Test
    void aWrongHistoryInTheWindowsIsFound() {
        Finding wrong = replay(folder, 24, "item_id + 1");

        assertThat(wrong.verdict()).as(wrong.observed()).isEqualTo(Verdict.FAIL);
        assertThat(wrong.badRows()).isGreaterThan(CUSTOMERS / 8);
        assertThat(wrong.examples()).hasSize(20);
    }

    @Test
    void aDayWithoutACustomerInTheWindowsIsLookedAtToo() {
        LocalDate first = LocalDate.parse(Shop.DT);
        Shop shop = shop(folder, 5);
        shop.lake.filesOfDay = 3;
        List<Day> days = new ArrayList<>();
        days.add(shop.trainingDay(first, training(shop, "item_id", "true")));
        for (int later = 1; later < 5; later++) {
            days.add(shop.trainingDay(first.plusDays(later), training(shop, "item_id", "id = " + later)));
        }
        shop.lake.stage(Step.HISTORY, "sampled", days.toArray(Day[]::new));
        shop.lake.audit(Step.HISTORY, Shop.DT, first.plusDays(4).toString(), Optional.of("sampled"));

        for (int later = 1; later < 5; later++) {
            Finding finding = Reports.finding(
                    shop.lake.report(Step.HISTORY, first.plusDays(later).toString(), "sampled"),
                    "histories computed again are the same");
            assertThat(finding.verdict()).as(finding.observed()).isEqualTo(Verdict.PASS);
            assertThat(finding.observed())
                    .startsWith("the same in 1 rows of 1 customers")
                    .containsPattern("the customers of [5-8] windows");
        }
    }

    /** @param item the item in the histories, of which each customer has one action */
    private static Finding replay(Path folder, int files, String item) {
        Shop shop = shop(folder, 1);
        shop.lake.filesOfDay = files;
        shop.auditTraining("sampled", training(shop, item, "true"));
        return Reports.finding(
                shop.lake.report(Step.HISTORY, Shop.DT, "sampled"), "histories computed again are the same");
    }

    /** @param days with impressions of all customers on the first, and of the customer 1, 2, … on those after it */
    private static Shop shop(Path folder, int days) {
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
        LocalDate first = LocalDate.parse(Shop.DT);
        Day[] shown = new Day[days];
        shown[0] = Day.of(Shop.DT, impressions, Map.of("impressions", new SourceCount(CUSTOMERS, CUSTOMERS, 0)));
        for (int later = 1; later < days; later++) {
            shown[later] = Day.of(
                    first.plusDays(later).toString(),
                    impressions.where("customer_id = " + later),
                    Map.of("impressions", new SourceCount(1, 1, 0)));
        }
        lake.stage(Step.IMPRESSIONS, "impressions-1", shown);
        assertThat(lake.audit(
                        Step.IMPRESSIONS, Shop.DT, first.plusDays(days - 1).toString(), Optional.of("impressions-1")))
                .as(lake.printed())
                .isZero();
        return shop;
    }

    private static Dataset<Row> training(Shop shop, String item, String customers) {
        return shop.lake.sql("select ranking_id, customer_id, impression_pos, impression_item_id, label,"
                + " array(" + item + ", 0L, 0L, 0L, 0L) as actions, array(1, 0, 0, 0, 0) as action_types,"
                + " 1 as history_length, timestamp'2025-08-13 10:00:00' as newest_action_time from"
                + " (select string(id) as ranking_id, id as customer_id, 0 as impression_pos, 5L as impression_item_id,"
                + " 0 as label, id * 7 + 1 as item_id from range(" + CUSTOMERS + ") where " + customers + ")");
    }
}
