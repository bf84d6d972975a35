package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.AuditReport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Days of actions and impressions that are right, and one for every way in which they can be wrong. */
class SourceAuditTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-03-01");

    private static final Map<String, SourceCount> EVENTS = Map.of("events", new SourceCount(3, 3, 0));

    @TempDir
    static Path folder;

    private static Shop shop;
    private static int actionsExit;
    private static int impressionsExit;

    private record Case(
            String what,
            UnaryOperator<Dataset<Row>> change,
            Map<String, SourceCount> sources,
            Verdict verdict,
            Set<String> notPassed) {}

    @BeforeAll
    static void auditThemAllTogether() {
        shop = new Shop(folder, "");
        actionsExit = audit(
                Step.ACTIONS,
                shop.actions("(1L, 11L, '2025-03-01T10:00:00Z', 1), (1L, 12L, '2025-03-01T11:00:00Z', 2),"
                        + " (2L, 13L, '2025-03-01T12:00:00Z', 3)"),
                actionCases().toList());
        impressionsExit =
                audit(Step.IMPRESSIONS, shop.impressions(), impressionCases().toList());
    }

    private static int audit(Step step, Dataset<Row> right, List<Case> cases) {
        List<Day> days = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            String dt = FIRST.plusDays(i).toString();
            Dataset<Row> rows = cases.get(i).change().apply(right);
            days.add(Day.of(
                    dt,
                    step == Step.ACTIONS ? Shop.on(dt, rows) : rows,
                    cases.get(i).sources()));
        }
        shop.lake.stage(step, "all", days.toArray(Day[]::new));
        return shop.lake.audit(
                step, FIRST.toString(), FIRST.plusDays(cases.size() - 1).toString(), Optional.of("all"));
    }

    static Stream<Case> actionCases() {
        Map<String, SourceCount> all = Shop.read(1, 1, 1);
        return Stream.of(
                new Case("right rows", rows -> rows, all, Verdict.PASS, Set.of()),
                fails("type 4", click("action_type", "4"), all, "action_type is 1, 2 or 3", "rows of clicks"),
                fails("type 0", click("action_type", "0"), all, "action_type is 1, 2 or 3", "rows of clicks"),
                fails(
                        "no customer",
                        click("customer_id", "cast(null as bigint)"),
                        all,
                        "customer_id is present",
                        "customer_hash belongs to customer_id"),
                fails(
                        "no item",
                        click("item_id", "cast(null as bigint)"),
                        all,
                        "item_id is present",
                        "item_id is positive"),
                fails("no time", click("action_time", "cast(null as timestamp)"), all, "action_time is present"),
                fails("item 0", click("item_id", "0L"), all, "item_id is positive"),
                fails(
                        "a hash of another customer",
                        click("customer_hash", "7"),
                        all,
                        "customer_hash belongs to customer_id"),
                fails("a lost click", rows -> rows.where("action_type != 1"), all, "rows of clicks"),
                fails("a doubled order", rows -> rows.unionAll(rows.where("action_type = 3")), all, "rows of orders"),
                fails(
                        "a row neither kept nor rejected",
                        rows -> rows,
                        with("clicks", new SourceCount(2, 1, 0)),
                        "read = kept + rejected"),
                fails("most rows rejected", rows -> rows, with("clicks", new SourceCount(10, 1, 9)), "rejected share"),
                new Case(
                        "one rejected of 1,000, which is within the limit",
                        rows -> rows.unionAll(rows.where("action_type = 1")
                                .join(shop.lake.spark.range(998).toDF("n"))
                                .drop("n")),
                        with("clicks", new SourceCount(1000, 999, 1)),
                        Verdict.PASS,
                        Set.of()),
                fails("no rows at all", rows -> rows.where("false"), Shop.read(0, 0, 0), "the day has rows"),
                new Case(
                        "no orders",
                        rows -> rows.where("action_type != 3"),
                        Shop.read(1, 1, 0),
                        Verdict.WARN,
                        Set.of("every source has rows")),
                fails(
                        "orders all rejected, within the limit of the day",
                        rows -> rows.where("action_type != 3")
                                .unionAll(rows.where("action_type = 1")
                                        .join(shop.lake.spark.range(998).toDF("n"))
                                        .drop("n")),
                        counts(new SourceCount(999, 999, 0), new SourceCount(1, 1, 0), new SourceCount(1, 0, 1)),
                        "no source is rejected whole"),
                new Case("events of all types", rows -> rows, EVENTS, Verdict.PASS, Set.of()),
                fails("an event lost", rows -> rows.where("action_type <> 2"), EVENTS, "rows of all sources"),
                fails("an event doubled", rows -> rows.union(rows.limit(1)), EVENTS, "rows of all sources"));
    }

    private static Map<String, SourceCount> counts(SourceCount clicks, SourceCount carts, SourceCount orders) {
        return Map.of("clicks", clicks, "carts", carts, "orders", orders);
    }

    static Stream<Case> impressionCases() {
        Map<String, SourceCount> four = Map.of("impressions", new SourceCount(4, 4, 0));
        return Stream.of(
                new Case("right rows", rows -> rows, four, Verdict.PASS, Set.of()),
                fails(
                        "no customer",
                        shown("customer_id", "cast(null as bigint)"),
                        four,
                        "customer_id is present",
                        "customer_hash belongs to customer_id"),
                fails(
                        "no position",
                        shown("impression_pos", "cast(null as int)"),
                        four,
                        "impression_pos is present",
                        "impression_pos is not negative"),
                fails("position -1", shown("impression_pos", "-1"), four, "impression_pos is not negative"),
                fails(
                        "no item",
                        shown("impression_item_id", "cast(null as bigint)"),
                        four,
                        "impression_item_id is present",
                        "impression_item_id is positive"),
                fails("item 0", shown("impression_item_id", "0L"), four, "impression_item_id is positive"),
                fails("label 2", shown("label", "2"), four, "label is 0, 1 or null"),
                fails(
                        "a hash of another customer",
                        shown("customer_hash", "7"),
                        four,
                        "customer_hash belongs to customer_id"),
                fails("a lost row", rows -> rows.where("label is not null"), four, "a row for every item"),
                fails(
                        "a row of nowhere",
                        rows -> rows.unionAll(rows.where("label is null")),
                        four,
                        "a row for every item"),
                fails(
                        "no rows at all",
                        rows -> rows.where("false"),
                        Map.of("impressions", SourceCount.NONE),
                        "the day has rows"));
    }

    static Stream<Arguments> days() {
        return Stream.concat(
                numbered(Step.ACTIONS, actionCases().toList()),
                numbered(Step.IMPRESSIONS, impressionCases().toList()));
    }

    private static Stream<Arguments> numbered(Step step, List<Case> cases) {
        return IntStream.range(0, cases.size())
                .mapToObj(i -> Arguments.of(
                        step.id() + ": " + cases.get(i).what(),
                        step,
                        FIRST.plusDays(i).toString(),
                        cases.get(i).verdict(),
                        cases.get(i).notPassed()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("days")
    void everyDayHasTheVerdictOfItsRows(String what, Step step, String dt, Verdict verdict, Set<String> notPassed) {
        AuditReport report = shop.lake.report(step, dt, "all");
        assertThat(Reports.notPassed(report)).as(report.result().sentence()).isEqualTo(notPassed);
        assertThat(report.verdict()).isEqualTo(verdict);
        assertThat(shop.lake.published(step == Step.ACTIONS ? Table.ACTIONS : Table.IMPRESSIONS, dt))
                .isEqualTo(verdict.publishes() ? "all" : "none");
    }

    @Test
    void failedDaysMakeTheExitCode() {
        assertThat(actionsExit).isEqualTo(3);
        assertThat(impressionsExit).isEqualTo(3);
    }

    @Test
    void anEmptyDaySaysWhatMayBeTheReason() {
        String dt = FIRST.plusDays(13).toString();
        AuditReport report = shop.lake.report(Step.ACTIONS, dt, "all");
        assertThat(Reports.finding(report, "the day has rows").observed())
                .isEqualTo("no rows: has the source arrived?");
        assertThat(report.result().sentence())
                .isEqualTo("FAIL: not published, because 1 of "
                        + report.findings().size() + " checks failed on 0 rows: the day has rows.");
    }

    @Test
    void aFailureShowsItsRowsAndAQuery() {
        AuditReport report = shop.lake.report(Step.ACTIONS, FIRST.plusDays(1).toString(), "all");
        var finding = Reports.finding(report, "action_type is 1, 2 or 3");
        assertThat(finding.observed()).isEqualTo("not true of 1 of 3 rows");
        assertThat(finding.examples())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("customer_id", "1")
                        .containsEntry("item_id", "11")
                        .containsEntry("action_type", "4"));
        assertThat(shop.lake.sql(finding.query()).collectAsList()).hasSize(1);
        assertThat(Reports.finding(report, "rows of clicks").observed()).isEqualTo("0");
    }

    @Test
    void rejectedRowsAreCountedByReasonWithoutTheValuesInIt() {
        String dt = FIRST.plusDays(11).toString();
        AuditReport report = shop.lake.report(Step.ACTIONS, dt, "all");
        assertThat(report.figures().rejections()).singleElement().satisfies(reason -> {
            assertThat(reason.source()).isEqualTo("clicks");
            assertThat(reason.reason()).isEqualTo("item_id '…' is not a 64-bit integer");
            assertThat(reason.rows()).isEqualTo(9);
            assertThat(reason.examples()).containsAnyElementsOf(AuditedLake.REJECTED_RAW);
        });
        assertThat(shop.lake
                        .sql(Reports.finding(report, "rejected share").query())
                        .collectAsList())
                .hasSize(9);
        assertThat(shop.lake.reportText(Step.ACTIONS, dt, "all", "html"))
                .contains("Rejected rows by reason")
                .matches("(?s).*<main>\\s*<section aria-labelledby=\"rejected\">.*")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    private static Case fails(
            String what, UnaryOperator<Dataset<Row>> change, Map<String, SourceCount> sources, String... notPassed) {
        return new Case(what, change, sources, Verdict.FAIL, Set.of(notPassed));
    }

    private static UnaryOperator<Dataset<Row>> click(String column, String value) {
        return rows -> rows.withColumn(column, functions.expr("if(item_id = 11, " + value + ", " + column + ")"));
    }

    private static UnaryOperator<Dataset<Row>> shown(String column, String value) {
        return rows ->
                rows.withColumn(column, functions.expr("if(impression_item_id = 502, " + value + ", " + column + ")"));
    }

    private static Map<String, SourceCount> with(String source, SourceCount count) {
        Map<String, SourceCount> sources = Shop.read(1, 1, 1);
        sources.put(source, count);
        return sources;
    }
}
