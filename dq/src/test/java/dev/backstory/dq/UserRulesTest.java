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
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the user's own, good, broken and impossible, judged together over (customer, item): (1, 11), (1, 12). */
class UserRulesTest {
    private static final String RULES = """
            dq:
              actions:
                rules:
                  - {name: holds, expression: "item_id < 100"}
                  - {name: broken, expression: "item_id < 12", hint: "ask the shop team"}
                  - {name: broken warning, expression: "item_id < 12", level: warn}
                  - {name: null is no yes, expression: "if(item_id = 12, null, true)"}
                  - {name: elsewhere, expression: "item_id < 12", where: "item_id < 12"}
                  - {name: nowhere, expression: "false", where: "item_id > 1000"}
                  - {name: no such column, expression: "price > 0"}
                  - {name: no SQL, expression: "item_id >"}
                  - {name: where that does not resolve, expression: "true", where: "price > 0"}
                  - {name: breaks while it runs, expression: "raise_error('no luck') is null"}
                  - {name: complete, constraint: is-complete, column: item_id}
                  - {name: mostly complete, constraint: has-completeness, column: item_id, min: 0.9}
                  - {name: unique items, constraint: is-unique, column: item_id}
                  - {name: unique customers, constraint: is-unique, column: customer_id}
                  - {name: unique nonsense, constraint: is-unique, column: price}
                  - {name: not negative, constraint: is-non-negative, column: item_id}
                  - {name: positive, constraint: is-positive, column: item_id}
                  - {name: known items, constraint: is-contained-in, column: item_id, values: [11, 12]}
                  - {name: unknown items, constraint: is-contained-in, column: item_id, values: [11, "it's"]}
                  - {name: digits, constraint: has-pattern, column: item_id, pattern: "1[12]"}
                  - {name: a part of the digits, constraint: has-pattern, column: item_id, pattern: "1"}
                  - {name: a comment, expression: "item_id > 0 -- no padding"}
                  - {name: a comment that fails, expression: "item_id > 11 -- no padding", level: fail}
                  - {name: a semicolon, expression: "item_id > 0;"}
                  - {name: a semicolon and a comment, expression: "item_id > 0; -- no padding; /* none */"}
                  - {name: dashes in a text, expression: "item_id > 0 or 'a--b;' = 'c;--d'"}
                  - {name: a where with a comment, expression: "item_id = 11", where: "item_id < 12 -- the first"}
                  - {name: a bound where with a comment, constraint: has-max, column: item_id, max: 11, where: "item_id < 12 -- the first"}
                  - {name: distinct where with a comment, constraint: has-distinct-values, column: item_id, max: 1, where: "item_id < 12 -- the first"}
                  - {name: a query with a comment, query: "select * from actions where item_id > 1000; -- none"}
                  - {name: a query where with a comment, query: "select * from actions", where: "item_id < 12; -- the first"}
                  - {name: smallest, constraint: has-min, column: item_id, min: 11}
                  - {name: too small, constraint: has-min, column: item_id, min: 12}
                  - {name: largest, constraint: has-max, column: item_id, max: 12}
                  - {name: mean, constraint: has-mean, column: item_id, min: 11.5, max: 11.5}
                  - {name: two rows, constraint: has-size, min: 2, max: 2}
                  - {name: one row where, constraint: has-size, max: 1, where: "item_id = 11"}
                  - {name: three rows, constraint: has-size, min: 3}
                  - {name: a row where nothing is known, constraint: has-size, min: 1, where: "item_id > cast(null as bigint)"}
                  - {name: no item twice, query: "select item_id from actions group by item_id having count(*) > 1"}
                  - {name: no customer twice, query: "select customer_id, count(*) as n from actions group by customer_id having count(*) > 1;"}
                  - {name: none where, query: "select * from actions", where: "item_id > 1000", level: warn}
                  - {name: of this day, query: "select * from actions where dt != '2025-08-12'"}
                  - {name: query without SQL, query: "selct 1"}
                  - {name: query of no table, query: "select * from nowhere"}
                  - {name: no query at all, query: "create temporary view x as select 1"}
                  - {name: sum, constraint: has-sum, column: item_id, min: 23, max: 23}
                  - {name: spread, constraint: has-standard-deviation, column: item_id, max: 0.4}
                  - {name: two items, constraint: has-distinct-values, column: item_id, min: 2, max: 2}
                  - {name: two customers, constraint: has-distinct-values, column: customer_id, min: 2}
              impressions:
                rules:
                  - {name: mean of nulls, constraint: has-mean, column: label, min: 0, where: "ranking_id = 'r2'", level: warn}
                  - {name: mean of nobody, constraint: has-mean, column: label, min: 0, where: "ranking_id = 'r9'"}
                  - {name: short, constraint: has-max-length, column: ranking_id, max: 2}
                  - {name: long, constraint: has-min-length, column: ranking_id, min: 3, level: warn}
                  - {name: pattern, constraint: has-pattern, column: ranking_id, pattern: "r[0-9]", where: "ranking_id is not null"}
                  - {name: any pattern, constraint: has-pattern, column: ranking_id, pattern: ".*", where: "ranking_id is not null"}
                  - {name: either pattern, constraint: has-pattern, column: ranking_id, pattern: "r|r[0-9]", where: "ranking_id is not null"}
                  - {name: part of a pattern, constraint: has-pattern, column: ranking_id, pattern: "[a-z]+", where: "ranking_id is not null", level: warn}
                  - {name: other pattern, constraint: has-pattern, column: ranking_id, pattern: "^r1$", level: warn}
            """;

    @TempDir
    static Path folder;

    private static Shop shop;
    private static AuditReport report;
    private static int exit;

    @BeforeAll
    static void audit() {
        shop = new Shop(folder, RULES);
        shop.lake.stage(Step.ACTIONS, "r", Day.of("2025-08-12", shop.actionsOf12(), Shop.read(1, 1, 0)));
        exit = shop.lake.audit(Step.ACTIONS, "2025-08-12", "r");
        report = shop.lake.report(Step.ACTIONS, "2025-08-12", "r");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "holds | PASS | true of all 2 rows",
                "broken | FAIL | not true of 1 of 2 rows",
                "broken warning | WARN | not true of 1 of 2 rows",
                "null is no yes | FAIL | not true of 1 of 2 rows",
                "elsewhere | PASS | true of all 1 rows",
                "nowhere | PASS | no rows to look at",
                "complete | PASS | true of all 2 rows",
                "mostly complete | PASS | true of all 2 rows",
                "unique items | PASS | 0 rows share their value with another",
                "unique customers | FAIL | 2 rows share their value with another",
                "not negative | PASS | true of all 2 rows",
                "positive | PASS | true of all 2 rows",
                "known items | PASS | true of all 2 rows",
                "unknown items | FAIL | not true of 1 of 2 rows",
                "smallest | PASS | 11",
                "too small | FAIL | 11",
                "largest | PASS | 12",
                "mean | PASS | 11.5000",
                "two rows | PASS | 2",
                "one row where | PASS | 1",
                "three rows | FAIL | 2",
                "a row where nothing is known | FAIL | 0",
                "no item twice | PASS | no rows",
                "no customer twice | FAIL | 1 row",
                "none where | PASS | no rows",
                "of this day | PASS | no rows",
                "sum | PASS | 23",
                "spread | FAIL | 0.500000",
                "digits | PASS | true of all 2 rows",
                "a part of the digits | FAIL | not true of 2 of 2 rows",
                "a comment | PASS | true of all 2 rows",
                "a comment that fails | FAIL | not true of 1 of 2 rows",
                "a semicolon | PASS | true of all 2 rows",
                "a semicolon and a comment | PASS | true of all 2 rows",
                "dashes in a text | PASS | true of all 2 rows",
                "a where with a comment | PASS | true of all 1 rows",
                "a bound where with a comment | PASS | 11",
                "distinct where with a comment | PASS | 1 distinct values",
                "a query with a comment | PASS | no rows",
                "a query where with a comment | FAIL | 1 row",
                "two items | PASS | 2 distinct values",
                "two customers | FAIL | 1 distinct values"
            })
    void rulesAreJudged(String rule, Verdict verdict, String observed) {
        Finding finding = Reports.finding(report, rule);
        assertThat(finding.verdict()).as(finding.observed()).isEqualTo(verdict);
        assertThat(finding.observed()).isEqualTo(observed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no such column | `price` cannot be resolved",
                "no SQL | Syntax error",
                "where that does not resolve | `price` cannot be resolved",
                "breaks while it runs | no luck",
                "query without SQL | Syntax error",
                "query of no table | `nowhere` cannot be found",
                "no query at all | Syntax error",
                "unique nonsense | `price` cannot be resolved"
            })
    void aRuleThatCannotRunIsAnErrorAndNeverAPass(String rule, String reason) {
        Finding finding = Reports.finding(report, rule);
        assertThat(finding.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(finding.observed()).startsWith("could not be judged: ").contains(reason);
    }

    @Test
    void theOtherChecksAreJudgedAllTheSame() {
        assertThat(Reports.finding(report, "item_id is positive").verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(report.result().sentence())
                .startsWith("ERROR: not published, because 8 of ")
                .contains("besides, 13 failed");
        assertThat(exit).isEqualTo(1);
        assertThat(shop.lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("none");
    }

    @Test
    void patternsAreJudged() {
        shop.lake.stage(
                Step.IMPRESSIONS,
                "i",
                Day.of("2025-08-14", shop.impressions(), Map.of("impressions", new SourceCount(4, 4, 0))));
        assertThat(shop.lake.audit(Step.IMPRESSIONS, "2025-08-14", "i")).isZero();
        AuditReport impressions = shop.lake.report(Step.IMPRESSIONS, "2025-08-14", "i");
        assertThat(Reports.finding(impressions, "pattern").verdict()).isEqualTo(Verdict.PASS);
        assertThat(Reports.finding(impressions, "other pattern").verdict()).isEqualTo(Verdict.WARN);
        assertThat(Reports.finding(impressions, "other pattern").examples()).isNotEmpty();
        assertThat(Reports.finding(impressions, "any pattern").verdict()).isEqualTo(Verdict.PASS);
        assertThat(Reports.finding(impressions, "either pattern").verdict()).isEqualTo(Verdict.PASS);
        assertThat(Reports.finding(impressions, "part of a pattern").verdict()).isEqualTo(Verdict.WARN);
        assertThat(Reports.finding(impressions, "short").verdict()).isEqualTo(Verdict.PASS);
        assertThat(Reports.finding(impressions, "mean of nulls"))
                .returns(Verdict.WARN, Finding::verdict)
                .returns("no value", Finding::observed);
        assertThat(Reports.finding(impressions, "mean of nobody"))
                .returns(Verdict.PASS, Finding::verdict)
                .returns("no rows to look at", Finding::observed);
        assertThat(Reports.finding(impressions, "long").verdict()).isEqualTo(Verdict.WARN);
        assertThat(Reports.finding(impressions, "long").examples()).hasSize(3);
    }

    @Test
    void anEmptyTextMatchesAPatternOfNoCharacters() {
        shop.lake.stage(
                Step.IMPRESSIONS,
                "empty",
                Day.of(
                        "2025-08-15",
                        shop.impressions().withColumn("ranking_id", functions.lit("")),
                        Map.of("impressions", new SourceCount(4, 4, 0))));
        shop.lake.audit(Step.IMPRESSIONS, "2025-08-15", "empty");
        AuditReport impressions = shop.lake.report(Step.IMPRESSIONS, "2025-08-15", "empty");
        assertThat(Reports.finding(impressions, "any pattern").verdict()).isEqualTo(Verdict.PASS);
        assertThat(Reports.finding(impressions, "part of a pattern").verdict()).isEqualTo(Verdict.WARN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "unique customers", "no customer twice", "too small", "unknown items"})
    void aBrokenRuleShowsItsRowsAndTheSqlForThem(String rule) {
        Finding finding = Reports.finding(report, rule);
        assertThat(finding.examples()).isNotEmpty();
        assertThat(shop.lake.sql(finding.query()).collectAsList()).hasSameSizeAs(finding.examples());
    }

    @Test
    void theHintIsInTheReport() {
        assertThat(Reports.finding(report, "broken").hint()).isEqualTo("ask the shop team");
        assertThat(shop.lake.reportText(Step.ACTIONS, "2025-08-12", "r", "html"))
                .contains("ask the shop team")
                .contains("unknown items");
    }
}
