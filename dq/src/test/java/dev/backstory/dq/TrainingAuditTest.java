package dev.backstory.dq;

import static dev.backstory.dq.ViolationTable.column;
import static dev.backstory.dq.ViolationTable.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training rows that are right, and one table for every way in which they can be wrong. */
class TrainingAuditTest {
    private static final String REPLAY = "histories computed again are the same";
    private static final String SAME_ROWS = "the rows are the impressions' rows";

    private static final ViolationTable VIOLATIONS = new ViolationTable(
            Table.TRAINING,
            wrong("a slot short", column("actions", "slice(actions, 1, 4)"), "actions has 5 slots", REPLAY),
            wrong(
                    "a type slot short",
                    column("action_types", "slice(action_types, 1, 4)"),
                    "action_types has 5 slots",
                    REPLAY),
            wrong("type 4", column("action_types", "array(4, 2, 1, 0, 0)"), "action types are 0 to 3", REPLAY),
            wrong(
                    "a negative item",
                    column("actions", "array(13L, 12L, -11L, 0L, 0L)"),
                    "items of actions are not negative",
                    REPLAY),
            wrong(
                    "padding in the middle of both",
                    column("actions", "array(13L, 0L, 12L, 11L, 0L)")
                            .andThen(column("action_types", "array(3, 0, 2, 1, 0)")),
                    "padding stands at the end",
                    "history_length counts the actions",
                    REPLAY),
            wrong(
                    "padding in one array only",
                    column("action_types", "array(3, 2, 0, 0, 0)"),
                    "the arrays agree on where padding begins",
                    REPLAY),
            wrong("a null slot", column("actions", "array(13L, 12L, null, 0L, 0L)"), "no slot is null", REPLAY),
            wrong("a wrong length", column("history_length", "2"), "history_length counts the actions", REPLAY),
            wrong(
                    "no newest time",
                    column("newest_action_time", "cast(null as timestamp)"),
                    "newest_action_time is present with a history only",
                    REPLAY),
            wrong(
                    "a leaked action, honestly dated",
                    column("actions", "array(99L, 13L, 12L, 11L, 0L)")
                            .andThen(column("action_types", "array(1, 3, 2, 1, 0)"))
                            .andThen(column("history_length", "4"))
                            .andThen(column("newest_action_time", "midnight + interval 6 hours")),
                    "no action from the day itself or later",
                    REPLAY),
            wrong(
                    "an action at midnight in Berlin, which is the day before in UTC",
                    column("newest_action_time", "midnight"),
                    "no action from the day itself or later",
                    REPLAY),
            wrong(
                    "a leaked action with a falsified time",
                    column("actions", "array(99L, 13L, 12L, 11L, 0L)")
                            .andThen(column("action_types", "array(1, 3, 2, 1, 0)"))
                            .andThen(column("history_length", "4")),
                    REPLAY),
            wrong(
                    "a wrong order of slots",
                    column("actions", "array(12L, 13L, 11L, 0L, 0L)")
                            .andThen(column("action_types", "array(2, 3, 1, 0, 0)")),
                    REPLAY),
            wrong(
                    "the oldest action lost",
                    column("actions", "array(13L, 12L, 0L, 0L, 0L)")
                            .andThen(column("action_types", "array(3, 2, 0, 0, 0)"))
                            .andThen(column("history_length", "2")),
                    REPLAY),
            wrong("a row lost", (rows, dt) -> rows.where("impression_item_id != 502"), SAME_ROWS),
            wrong("a row doubled", (rows, dt) -> rows.unionAll(rows.where("impression_item_id = 502")), SAME_ROWS),
            wrong("a wrong label", column("label", "1 - label"), SAME_ROWS),
            wrong("a label where there was none", (rows, dt) -> rows.na().fill(0, new String[] {"label"}), SAME_ROWS),
            wrong("another item", column("impression_item_id", "impression_item_id + 1"), SAME_ROWS),
            wrong(
                    "no customer",
                    column("customer_id", "cast(null as bigint)"),
                    "customer_id is present",
                    SAME_ROWS,
                    REPLAY));

    @TempDir
    static Path folder;

    private static Shop shop;
    private static int exitCode;

    /** Day 0 is right, every later day is wrong in its own way; all are staged by one run and audited together. */
    @BeforeAll
    static void auditThemAllTogether() {
        shop = Shop.withInputs(folder, "", VIOLATIONS.days());
        shop.lake.stage(Step.HISTORY, "all", VIOLATIONS.days(shop, shop.training()));
        exitCode = shop.lake.audit(Step.HISTORY, Shop.DT, VIOLATIONS.last().toString(), Optional.of("all"));
    }

    @Test
    void rightRowsPassAndArePublishedThoughOthersFail() {
        AuditReport report = shop.lake.report(Step.HISTORY, Shop.DT, "all");
        assertThat(report.findings()).allMatch(finding -> finding.verdict() == Verdict.PASS);
        assertThat(report.result().sentence())
                .isEqualTo("PASS: all " + report.findings().size() + " checks hold on 4 rows.");
        assertThat(Reports.finding(report, REPLAY).observed())
                .isEqualTo("the same in 4 rows of 3 customers (every customer)");
        assertThat(exitCode).isEqualTo(3);
        assertThat(shop.lake.published(Table.TRAINING, Shop.DT)).isEqualTo("all");
    }

    static Stream<Arguments> wrongDays() {
        return VIOLATIONS.wrongDays();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongDays")
    void wrongRowsFailAndAreNotPublished(String what, LocalDate dt, Set<String> broken) {
        AuditReport report = shop.lake.report(Step.HISTORY, dt.toString(), "all");
        assertThat(Reports.notPassed(report)).as(report.result().sentence()).isEqualTo(broken);
        assertThat(report.findings()).noneMatch(finding -> finding.verdict() == Verdict.ERROR);
        assertThat(report.findings())
                .filteredOn(finding -> finding.verdict() == Verdict.FAIL)
                .allMatch(
                        finding -> finding.badRows() > 0 && !finding.examples().isEmpty());
        assertThat(shop.lake.published(Table.TRAINING, dt.toString())).isEqualTo("none");
        String page = shop.lake.reportText(Step.HISTORY, dt.toString(), "all", "html");
        for (Finding finding : report.findings()) {
            if (finding.verdict() == Verdict.FAIL) {
                assertTold(page, finding);
                assertThat(finding.examples()).allSatisfy(TrainingAuditTest::isOneOfTheWrongRows);
                VIOLATIONS.assertItsQueryFindsRows(shop, finding);
            }
        }
    }

    /** The article of the check is there, with its rows. */
    private static void assertTold(String page, Finding finding) {
        String name = finding.check();
        assertThat(page.split("<article ", -1))
                .filteredOn(article -> article.contains("<bdi>" + name + "</bdi></h3>"))
                .singleElement()
                .satisfies(article -> assertThat(article)
                        .startsWith("class=\"check FAIL\"")
                        .contains(finding.examples().get(0).values().stream()
                                .map(value -> "<bdi>" + value + "</bdi>")
                                .toList()));
    }

    /** Changes are to the rows of customer 1, but for a row without a label, which is customer 2's. */
    private static void isOneOfTheWrongRows(Map<String, String> row) {
        assertThat(row.get("customer_id")).as(row.toString()).isIn("1", "null", "2", "3");
        if (row.containsKey("first different slot")) {
            assertThat(row.get("customer_id")).as(row.toString()).isIn("1", "null");
        }
    }

    @Test
    void aLeakWithAFalsifiedTimeIsFoundByTheReplayAndShownSlotBySlot() {
        AuditReport report = VIOLATIONS.report(shop, "a leaked action with a falsified time");
        assertThat(Reports.finding(report, REPLAY).examples())
                .first()
                .satisfies(row -> assertThat(row)
                        .containsEntry("customer_id", "1")
                        .containsEntry("first different slot", "1")
                        .containsEntry("in the row", "99 / type 1")
                        .containsEntry("computed again", "13 / type 3"));
    }

    @Test
    void aLostAndADoubledRowAreShown() {
        assertThat(shown("a row lost"))
                .containsEntry("what", "missing 1 time(s)")
                .containsEntry("impression_item_id", "502");
        assertThat(shown("a row doubled"))
                .containsEntry("what", "1 time(s) more than in impressions")
                .containsEntry("impression_item_id", "502");
    }

    private static Map<String, String> shown(String what) {
        return Reports.finding(VIOLATIONS.report(shop, what), SAME_ROWS)
                .examples()
                .get(0);
    }
}
