package dev.backstory.dq;

import static dev.backstory.dq.ViolationTable.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.ViolationTable.Change;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** A vocabulary that is right, and one table for every way in which it can be wrong. */
class VocabularyAuditTest {
    private static final String RECOUNT = "items, indices and counts as computed a second time";
    private static final String SETTINGS = "vocabulary: {min-count: 1}\n";

    private static final ViolationTable VIOLATIONS = new ViolationTable(
            Table.VOCABULARY,
            wrong("a lost item", (rows, dt) -> rows.where("item_id != 21"), RECOUNT),
            wrong("an item of the future", more("(99L, 6, 1L)"), RECOUNT),
            wrong("an item twice", more("(21L, 6, 1L)"), RECOUNT),
            wrong("an index left out", of(21, "index", "6"), RECOUNT),
            wrong("another order", of(0, "index", "7 - index"), RECOUNT),
            wrong("another count", of(13, "count", "2L"), RECOUNT),
            wrong("the index of the unknown", of(11, "index", "1"), "indices begin at 2", RECOUNT),
            wrong("too few actions", more("(99L, 6, 0L)"), "every item has at least 1 actions", RECOUNT),
            wrong("item 0", of(11, "item_id", "0L"), "item_id is positive", RECOUNT),
            wrong("no index", of(11, "index", "cast(null as int)"), "index is present", "indices begin at 2", RECOUNT),
            wrong(
                    "no item",
                    of(11, "item_id", "cast(null as bigint)"),
                    "item_id is present",
                    "item_id is positive",
                    RECOUNT));

    @TempDir
    static Path folder;

    private static Shop shop;
    private static int exitCode;

    /** @param item the one that is changed; 0 for all */
    private static Change of(long item, String column, String value) {
        return (rows, dt) -> rows.withColumn(
                column,
                functions.expr("if(item_id = " + item + " or " + item + " = 0, " + value + ", " + column + ")"));
    }

    private static Change more(String row) {
        return (rows, dt) -> rows.unionAll(rows.sparkSession().sql("select * from values " + row));
    }

    @BeforeAll
    static void auditThemAllTogether() {
        shop = Shop.withInputs(folder, SETTINGS, 1);
        shop.lake.stage(Table.VOCABULARY, "all", Map.of(), VIOLATIONS.days(shop, right(shop)));
        exitCode = shop.lake.audit(Step.VOCABULARY, Shop.DT, VIOLATIONS.last().toString(), Optional.of("all"));
    }

    private static Dataset<Row> right(Shop shop) {
        return shop.lake.sql("select * from values (11L, 2, 1L), (12L, 3, 1L), (13L, 4, 1L), (21L, 5, 1L)"
                + " as v(item_id, index, count)");
    }

    @Test
    void aRightVocabularyIsPublishedThoughOthersFail() {
        AuditReport report = shop.lake.report(Table.VOCABULARY, Shop.DT, "all");
        assertThat(report.findings()).allMatch(finding -> finding.verdict() == Verdict.PASS);
        assertThat(Reports.finding(report, RECOUNT).observed()).isEqualTo("all as computed from 4 actions");
        assertThat(report.subject().step()).isEqualTo(Step.VOCABULARY);
        assertThat(report.figures().metrics()).containsEntry("rows", 4.0).containsEntry("share_known", 1.0);
        assertThat(exitCode).isEqualTo(3);
        assertThat(shop.lake.published(Table.VOCABULARY, Shop.DT)).isEqualTo("all");
        assertThat(shop.lake.reportText(Table.VOCABULARY, Shop.DT, "all", "html"))
                .contains("<h1>vocabulary, 2025-08-14 ");
    }

    static Stream<Arguments> wrongDays() {
        return VIOLATIONS.wrongDays();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongDays")
    void aWrongVocabularyFails(String what, LocalDate dt, Set<String> broken) {
        AuditReport report = shop.lake.report(Table.VOCABULARY, dt.toString(), "all");
        assertThat(report.findings())
                .filteredOn(finding -> finding.verdict() == Verdict.FAIL)
                .as(report.result().sentence())
                .extracting(Finding::check)
                .containsExactlyInAnyOrderElementsOf(broken);
        assertThat(report.findings())
                .filteredOn(finding -> finding.verdict() == Verdict.FAIL)
                .allSatisfy(finding -> assertThat(finding.examples()).isNotEmpty());
        assertThat(report.findings()).noneMatch(finding -> finding.verdict() == Verdict.ERROR);
        assertThat(shop.lake.published(Table.VOCABULARY, dt.toString())).isEqualTo("none");
    }

    @Test
    void whatIsWrongIsShown() {
        Finding finding = Reports.finding(VIOLATIONS.report(shop, "another count"), RECOUNT);
        assertThat(finding.observed()).isEqualTo("1 rows are missing, 1 are too many");
        assertThat(finding.examples())
                .containsExactlyInAnyOrder(
                        Map.of("item_id", "13", "index", "4", "count", "2", "is", "too many"),
                        Map.of("item_id", "13", "index", "4", "count", "1", "is", "missing"));
    }

    @Test
    void actionsOfTheDayItselfAreTheFuture(@TempDir Path other) {
        Shop leaky = Shop.withInputs(other, SETTINGS, 1);
        LocalDate day = LocalDate.parse(Shop.DT);
        List<InputRun> inputs = Stream.concat(
                        leaky.inputs().stream().filter(input -> input.table() == Table.ACTIONS),
                        Stream.of(new InputRun(Table.ACTIONS, day, day, new RunId("a"))))
                .toList();
        leaky.lake.stage(Table.VOCABULARY, "v", Map.of(), new Day(day, right(leaky), Map.of(), inputs, 30, 3));

        assertThat(leaky.lake.audit(Step.VOCABULARY, Shop.DT, "v")).isNotZero();
        Finding finding =
                Reports.finding(leaky.lake.report(Table.VOCABULARY, Shop.DT, "v"), "only actions from before the day");
        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(leaky.lake.published(Table.VOCABULARY, Shop.DT)).isEqualTo("none");
    }

    @Test
    void theLargestAllowedNumberOfItemsIsThoseWithTheMostActions(@TempDir Path other) {
        Shop small = Shop.withInputs(other, "vocabulary: {min-count: 1, max-items: 2}\n", 1);
        Day day = new Day(
                LocalDate.parse(Shop.DT),
                right(small).where("index < 4"),
                Map.of(),
                small.inputs().stream()
                        .filter(input -> input.table() == Table.ACTIONS)
                        .toList(),
                30,
                2);
        small.lake.stage(Table.VOCABULARY, "v", Map.of(), day);

        assertThat(small.lake.audit(Step.VOCABULARY, Shop.DT, "v")).isZero();
        assertThat(small.lake.report(Table.VOCABULARY, Shop.DT, "v").figures().metrics())
                .containsEntry("share_known", 0.5);
    }
}
