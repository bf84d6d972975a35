package dev.backstory.dq;

import static dev.backstory.dq.ViolationTable.column;
import static dev.backstory.dq.ViolationTable.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.ViolationTable.Change;
import dev.backstory.dq.report.AuditReport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories that are right, and one table for every way in which they can be wrong. */
class HistoriesAuditTest {
    private static final String REPLAY = "histories computed again are the same";
    private static final String CUSTOMERS = "the customers are the impressions' customers";
    private static final String SAME_LENGTH = "the lists have the same length";
    private static final String LENGTH = "no list has more than 5 slots";
    private static final String TYPES = "action types are 1 to 3";
    private static final String ITEMS = "items of actions are positive";
    private static final String BOTH = "history: {length: 5, lookback: P30D, outputs: [training, histories]}\n";

    private static final ViolationTable VIOLATIONS = new ViolationTable(
            Table.HISTORIES,
            wrong("a lost customer", (rows, dt) -> rows.where("customer_id != 1"), CUSTOMERS),
            wrong("a lost customer without history", (rows, dt) -> rows.where("customer_id != 3"), CUSTOMERS),
            wrong("a doubled customer", (rows, dt) -> rows.unionAll(rows.where("customer_id = 1")), CUSTOMERS),
            wrong("another customer", column("customer_id", "9L"), CUSTOMERS, REPLAY),
            wrong(
                    "no customer",
                    column("customer_id", "cast(null as bigint)"),
                    "customer_id is present",
                    CUSTOMERS,
                    REPLAY),
            wrong("a 0 type", column("action_types", "array(3, 0, 1)"), TYPES, REPLAY),
            wrong("type 4", column("action_types", "array(4, 2, 1)"), TYPES, REPLAY),
            wrong("a 0 item", column("actions", "array(13L, 0L, 11L)"), ITEMS, REPLAY),
            wrong("a negative item", column("actions", "array(13L, 12L, -11L)"), ITEMS, REPLAY),
            wrong("padding", lists("array(13L, 12L, 11L, 0L)", "array(3, 2, 1, 0)"), ITEMS, TYPES, REPLAY),
            wrong("a null slot", column("actions", "array(13L, null, 11L)"), "no slot is null", REPLAY),
            wrong("a type too few", column("action_types", "array(3, 2)"), SAME_LENGTH, REPLAY),
            wrong("an item too few", column("actions", "array(13L, 12L)"), SAME_LENGTH, REPLAY),
            wrong("too long", lists("array(13L, 12L, 11L, 11L, 11L, 11L)", "array(3, 2, 1, 1, 1, 1)"), LENGTH, REPLAY),
            wrong("a leaked action", lists("array(99L, 13L, 12L, 11L)", "array(1, 3, 2, 1)"), REPLAY),
            wrong("a swapped pair", lists("array(12L, 13L, 11L)", "array(2, 3, 1)"), REPLAY),
            wrong("the oldest action lost", lists("array(13L, 12L)", "array(3, 2)"), REPLAY),
            wrong(
                    "no history where there is one",
                    lists("cast(array() as array<bigint>)", "cast(array() as array<int>)"),
                    REPLAY));

    @TempDir
    static Path folder;

    private static Shop shop;
    private static int exitCode;

    /** Day 0 is right, every later day is wrong in its own way; all are staged by one run and audited together. */
    @BeforeAll
    static void auditThemAllTogether() {
        shop = Shop.withInputs(folder, BOTH, VIOLATIONS.days());
        Dataset<Row> training = shop.training();
        shop.lake.stage(Table.HISTORIES, "all", Map.of(), VIOLATIONS.days(shop, right(shop)));
        shop.lake.stage(
                Step.HISTORY,
                "all",
                ViolationTable.FIRST
                        .datesUntil(VIOLATIONS.last().plusDays(1))
                        .map(dt -> shop.trainingDay(dt, training))
                        .toArray(Day[]::new));
        exitCode = shop.lake.audit(Step.HISTORY, Shop.DT, VIOLATIONS.last().toString(), Optional.of("all"));
    }

    private static Dataset<Row> right(Shop shop) {
        return shop.lake.sql("select * from values (1L, array(13L, 12L, 11L), array(3, 2, 1)),"
                + " (2L, array(21L), array(1)), (3L, cast(array() as array<bigint>), cast(array() as array<int>))"
                + " as h(customer_id, actions, action_types)");
    }

    @Test
    void rightHistoriesPassAndArePublishedThoughOthersFail() {
        AuditReport report = shop.lake.report(Table.HISTORIES, Shop.DT, "all");
        assertThat(report.findings()).allMatch(finding -> finding.verdict() == Verdict.PASS);
        assertThat(report.result().sentence())
                .isEqualTo("PASS: all " + report.findings().size() + " checks hold on 3 rows.");
        assertThat(Reports.finding(report, REPLAY).observed())
                .isEqualTo("the same in 3 rows of 3 customers (every customer)");
        assertThat(report.subject().step()).isEqualTo(Step.HISTORY);
        assertThat(report.table()).isEqualTo(Table.HISTORIES);
        assertThat(report.figures().metrics())
                .containsEntry("mean_history_length", 4 / 3.0)
                .containsEntry("share_without_history", 1 / 3.0);
        assertThat(report.figures().distributions())
                .extracting(each -> each.title())
                .containsExactly("History lengths", "Action types in histories");
        assertThat(exitCode).isEqualTo(3);
        assertThat(shop.lake.published(Table.HISTORIES, Shop.DT)).isEqualTo("all");
        assertThat(shop.lake
                        .lake
                        .published(Table.HISTORIES, ViolationTable.FIRST)
                        .orElseThrow()
                        .report())
                .isEqualTo("_reports/histories/dt=2025-08-14/run=all.html");
    }

    /** The index has a row for the table, and the way to the report of a day that failed. */
    @Test
    void theIndexLeadsToTheReports() {
        String index = shop.lake
                .lake
                .files()
                .read(new org.apache.hadoop.fs.Path(shop.lake.lake.reports(), "index.html"))
                .orElseThrow();
        assertThat(index)
                .contains("href=\"histories/dt=2025-08-14/run=all.html\"")
                .contains("href=\"histories/dt=2025-08-15/run=all.html\"")
                .contains("href=\"training/dt=2025-08-15/run=all.html\"")
                .contains("<td>histories</td>");
        assertThat(shop.lake.reportText(Table.HISTORIES, Shop.DT, "all", "html"))
                .contains("<h1>histories, 2025-08-14 ");
    }

    static Stream<Arguments> wrongDays() {
        return VIOLATIONS.wrongDays();
    }

    /** And the training rows of the day, which are right, are published all the same. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongDays")
    void wrongHistoriesFailAndAreNotPublished(String what, LocalDate dt, Set<String> broken) {
        AuditReport report = shop.lake.report(Table.HISTORIES, dt.toString(), "all");
        assertThat(Reports.notPassed(report)).as(report.result().sentence()).isEqualTo(broken);
        assertThat(report.findings()).noneMatch(finding -> finding.verdict() == Verdict.ERROR);
        assertThat(report.findings())
                .filteredOn(finding -> finding.verdict() == Verdict.FAIL)
                .allSatisfy(finding -> {
                    // One that is exchanged is missing, and another too many.
                    boolean exchanged = finding.check().equals(CUSTOMERS)
                            && Set.of("another customer", "no customer").contains(what);
                    assertThat(finding.badRows()).isEqualTo(exchanged ? 2 : 1);
                    assertThat(finding.examples())
                            .allSatisfy(row -> assertThat(row.get("customer_id"))
                                    .as(row.toString())
                                    .isIn(what.endsWith("without history") ? Set.of("3") : Set.of("1", "9", "null")));
                    assertThat(finding.examples()).isNotEmpty();
                    VIOLATIONS.assertItsQueryFindsRows(shop, finding);
                });
        assertThat(shop.lake.published(Table.HISTORIES, dt.toString())).isEqualTo("none");
        assertThat(shop.lake.published(Table.TRAINING, dt.toString())).isEqualTo("all");
    }

    @Test
    void aLeakIsShownSlotBySlot() {
        assertThat(shown("a leaked action", REPLAY))
                .containsEntry("customer_id", "1")
                .containsEntry("history_length", "4")
                .containsEntry("length computed again", "3")
                .containsEntry("first different slot", "1")
                .containsEntry("in the row", "99 / type 1")
                .containsEntry("computed again", "13 / type 3")
                .doesNotContainKey("ranking")
                .doesNotContainKey("newest computed again");
    }

    @Test
    void aLostAndADoubledCustomerAreShown() {
        assertThat(shown("a lost customer", CUSTOMERS))
                .containsEntry("what", "missing")
                .containsEntry("customer_id", "1");
        assertThat(shown("a doubled customer", CUSTOMERS))
                .containsEntry("what", "1 row(s) too many")
                .containsEntry("customer_id", "1");
        assertThat(shown("a 0 type", TYPES)).containsEntry("lowest type", "0").containsEntry("in slot", "2");
    }

    private static Map<String, String> shown(String what, String check) {
        return Reports.finding(VIOLATIONS.report(shop, what), check).examples().get(0);
    }

    private static Change lists(String actions, String types) {
        return column("actions", actions).andThen(column("action_types", types));
    }
}
