package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dt of actions held against their times, in a shop in Berlin. */
class OtherDayTest {
    private static final String CHECK = "rows lie on the day of their time";
    private static final String DT = "2025-08-13";

    @TempDir
    Path folder;

    /** As many clicks every {@code 24 * 60 / rows} minutes from an instant on. */
    private static Dataset<Row> clicks(Shop shop, int rows, String first) {
        return shop.lake.sql("select hash(c) as customer_hash, c as customer_id, 11L as item_id, timestamp'" + first
                + "' + make_dt_interval(0, 0, cast(id * 1440 / " + rows + " as int)) as action_time, 1 as action_type"
                + " from (select id, id % 7 + 1 as c from range(" + rows + "))");
    }

    private static Finding audit(Shop shop, Dataset<Row> rows, Map<String, SourceCount> sources) {
        shop.lake.stage(Step.ACTIONS, "r", Day.of(DT, rows, sources));
        shop.lake.audit(Step.ACTIONS, DT, "r");
        return finding(shop);
    }

    private static Finding finding(Shop shop) {
        return Reports.finding(shop.lake.report(Step.ACTIONS, DT, "r"), CHECK);
    }

    @Test
    void daysOfThePipelinesZonePass() {
        Shop shop = new Shop(folder, "");

        Finding finding = audit(shop, clicks(shop, 240, "2025-08-12T22:00:00Z"), Shop.read(240, 0, 0));

        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.observed()).isEqualTo("all do");
        assertThat(finding.expected())
                .isEqualTo("at most 0.50 % of the rows of each source on another day than their dt; more than 2.00 %"
                        + " fail the day");
    }

    @Test
    void aDtOfAnotherZoneFailsAndIsNamed() {
        Shop shop = new Shop(folder, "");

        Finding finding = audit(shop, clicks(shop, 240, "2025-08-13T00:00:00Z"), Shop.read(240, 0, 0));

        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding.observed()).isEqualTo("clicks: 20 of 240 rows, 8.33 %");
        assertThat(finding.badRows()).isEqualTo(20);
        assertThat(finding.hint())
                .isEqualTo(
                        "as a day of UTC dt fits better: 0.00 % of the rows would lie on another day; is dt written in"
                                + " that zone? set timezone to it, or write dt in Europe/Berlin");
        assertThat(shop.lake.sql(finding.query().replace("limit 20", "")).collectAsList())
                .hasSize(20);
        assertThat(shop.lake.published(Table.ACTIONS, DT)).isEqualTo("none");
        assertThat(shop.lake.printed())
                .contains("             FAIL rows lie on the day of their time: expected at most 0.50 % of the rows of"
                        + " each source on another day than their dt; more than 2.00 % fail the day; clicks: 20 of 240"
                        + " rows, 8.33 % (as a day of UTC dt fits better");
    }

    @Test
    void aFewLateEventsAreNormalAndSomeMoreAreAWarning() {
        Shop shop = new Shop(folder, "");
        Dataset<Row> onTime = clicks(shop, 2400, "2025-08-12T22:00:00Z");
        Dataset<Row> late = clicks(shop, 48, "2025-08-12T10:00:00Z").limit(24);

        assertThat(audit(shop, onTime.unionAll(late.limit(12)), Shop.read(2412, 0, 0)))
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
                    assertThat(finding.observed()).isEqualTo("clicks: 12 of 2,412 rows, 0.50 %");
                });

        assertThat(audit(shop, onTime.unionAll(late), Shop.read(2424, 0, 0))).satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
            assertThat(finding.observed()).isEqualTo("clicks: 24 of 2,424 rows, 0.99 %");
            assertThat(finding.hint())
                    .isEqualTo("no other zone fits better: late events? if they are expected, raise"
                            + " warn-other-day-share, or mute other-day");
        });
        assertThat(shop.lake.published(Table.ACTIONS, DT)).isEqualTo("r");
    }

    /** Of few rows one late event is a large share. */
    @Test
    void fewRowsWarnAndDoNotFail() {
        Shop shop = new Shop(folder, "");

        Finding finding = audit(
                shop,
                clicks(shop, 12, "2025-08-12T22:00:00Z").unionAll(clicks(shop, 1, "2025-08-12T10:00:00Z")),
                Shop.read(13, 0, 0));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
        assertThat(finding.observed()).isEqualTo("clicks: 1 of 13 rows, 7.69 %");
    }

    @Test
    void theThresholdsAreSettings() {
        Shop shop = new Shop(folder, "dq: {actions: {warn-other-day-share: 0.05, max-other-day-share: 0.5}}\n");

        Finding finding = audit(shop, clicks(shop, 240, "2025-08-13T00:00:00Z"), Shop.read(240, 0, 0));

        assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
        assertThat(finding.expected()).contains("at most 5.00 %").contains("more than 50.00 % fail");
    }

    /** They are at the start of their day in the pipeline's zone: no word on the zone in which dt is written. */
    @Test
    void ordersWithoutATimeAreOfTheirDay() {
        Shop shop = new Shop(folder, "");
        Dataset<Row> orders = shop.lake.sql("select hash(id) as customer_hash, id as customer_id, 11L as item_id,"
                + " timestamp'2025-08-12T22:00:00Z' as action_time, 3 as action_type from range(1, 31)");
        Dataset<Row> timed = clicks(shop, 48, "2025-08-13T00:00:00Z")
                .withColumn("action_type", org.apache.spark.sql.functions.lit(3));

        assertThat(audit(shop, orders, Shop.read(0, 0, 30)).observed()).isEqualTo("all do");

        assertThat(audit(shop, orders.unionAll(timed), Shop.read(0, 0, 78))).satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
            assertThat(finding.observed()).isEqualTo("orders: 4 of 78 rows, 5.13 %");
            assertThat(finding.hint()).startsWith("as a day of UTC dt fits better: 0.00 % of the rows");
        });
    }

    /** The zone of one source may be wrong and that of a larger one right. */
    @Test
    void eachSourceIsMeasuredAndEachDay() {
        Shop shop = new Shop(folder, "");
        Dataset<Row> carts = clicks(shop, 144, "2025-08-13T00:00:00Z")
                .withColumn("action_type", org.apache.spark.sql.functions.lit(2));
        shop.lake.stage(
                Step.ACTIONS,
                "r",
                Day.of(DT, clicks(shop, 1440, "2025-08-12T22:00:00Z").unionAll(carts), Shop.read(1440, 144, 0)),
                Day.of("2025-08-14", clicks(shop, 240, "2025-08-13T22:00:00Z"), Shop.read(240, 0, 0)));

        assertThat(shop.lake.audit(Step.ACTIONS, DT, "2025-08-14", Optional.of("r")))
                .isEqualTo(3);
        assertThat(finding(shop).observed()).isEqualTo("carts: 12 of 144 rows, 8.33 %");
        assertThat(finding(shop).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(shop.lake.published(Table.ACTIONS, "2025-08-14")).isEqualTo("r");
    }

    @Test
    void aMutedWarningIsShownWithItsReasonAndTheDayPasses() {
        Shop shop = new Shop(
                folder,
                "dq: {actions: {allow-empty: true, mute: {other-day: app events come late, empty-source: no carts}}}\n");

        Finding finding = audit(
                shop,
                clicks(shop, 120, "2025-08-12T22:00:00Z").unionAll(clicks(shop, 1, "2025-08-12T10:00:00Z")),
                Shop.read(121, 0, 0));

        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.muted()).isEqualTo("app events come late");
        assertThat(finding.observed()).isEqualTo("clicks: 1 of 121 rows, 0.83 %");
        AuditReport report = shop.lake.report(Step.ACTIONS, DT, "r");
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        int checks = report.findings().size();
        assertThat(report.result().sentence())
                .isEqualTo("PASS: " + (checks - 2) + " of " + checks
                        + " checks hold on 121 rows; muted: every source has rows (no carts); rows lie on the day of"
                        + " their time (app events come late).");
        assertThat(shop.lake.reportText(Step.ACTIONS, DT, "r", "html"))
                .contains("<h2 id=\"group-MUTED\">Muted</h2>")
                .contains("<td class=\"said\" data-label=\"why it is muted\"><bdi>app events come late</bdi></td>");
        assertThat(shop.lake.printed()).doesNotContain("WARN");
    }
}
