package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Took;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Since;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which runs are audited, what is published, and what the job says and returns. */
class DqJobTest {
    @TempDir
    Path folder;

    private Shop shop;
    private AuditedLake lake;

    @BeforeEach
    void open() {
        shop = new Shop(folder, "");
        lake = shop.lake;
    }

    @Test
    void withoutARunIdTheNewestStagedRunOfTheDayIsAudited() {
        stage("first", "2025-08-12");
        stage("second", "2025-08-12");

        assertThat(audit("2025-08-12", "2025-08-12")).isZero();
        assertThat(lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("second");
        assertThat(lake.printed())
                .startsWith("dq           actions 2025-08-12 WARN             2 rows  ")
                .contains("_reports/actions/dt=2025-08-12/run=second.html")
                .contains("WARN every source has rows: expected rows from each of carts, clicks, orders; no rows:"
                        + " orders (has this source arrived? if it comes later, build the day again)")
                .contains("actions: 1 WARN of 1 day (");

        assertThat(audit("2025-08-12", "2025-08-12"))
                .as("the older staged run must not replace the newer published one")
                .isZero();
        assertThat(lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("second");
        assertThat(lake.printed())
                .isEqualTo("dq           actions: nothing staged for 2025-08-12 that is not older than what is"
                        + " published\n");
    }

    @Test
    void aRunStagedBeforeAnOlderOneWasPublishedStillWaits() {
        stage("older", "2025-08-12");
        stage("newer", "2025-08-12");
        assertThat(lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-12", Optional.of("older")))
                .isZero();
        assertThat(lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("older");

        assertThat(audit("2025-08-12", "2025-08-12")).isZero();

        assertThat(lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("newer");
    }

    @Test
    void anAuditThatComesLateDoesNotBringBackAnOlderRun() {
        stage("older", "2025-08-12");
        stage("newer", "2025-08-12");
        assertThat(lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-12", Optional.of("newer")))
                .isZero();

        assertThat(lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-12", Optional.of("older")))
                .isZero();

        assertThat(lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("newer");
        assertThat(lake.printed())
                .isEqualTo("dq           actions: nothing staged for 2025-08-12 that is not older than what is"
                        + " published\n");
    }

    @Test
    void nothingStagedAndNothingPublishedIsAnErrorAndTheOtherDaysAreAudited() {
        stage("r", "2025-08-12");

        assertThat(audit("2025-08-11", "2025-08-13")).isEqualTo(1);
        assertThat(lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("r");
    }

    @Test
    void aFailedDayKeepsItsStagedDataAndThePublishedDay() {
        stage("good", "2025-08-12");
        audit("2025-08-12", "2025-08-12");
        StagedRun bad = lake.stage(
                Step.ACTIONS,
                "bad",
                Day.of("2025-08-12", shop.actionsOf12(), Shop.read(2, 1, 0)),
                Day.of("2025-08-13", shop.actionsOf13(), Shop.read(1, 0, 1)));

        assertThat(lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-13", Optional.of("bad")))
                .isEqualTo(3);
        assertThat(lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("good");
        assertThat(lake.published(Table.ACTIONS, "2025-08-13")).isEqualTo("bad");
        assertThat(lake.lake.isStaged(bad, LocalDate.parse("2025-08-12"))).isTrue();
        assertThat(lake.lake.isStaged(bad, LocalDate.parse("2025-08-13"))).isFalse();
        assertThat(lake.reportText(Step.ACTIONS, "2025-08-12", "bad", "html"))
                .contains("What to run, once the cause is gone")
                .contains(">bin/backstory run --config pipeline.yaml --dt 2025-08-12 --rebuild</pre>");
    }

    @Test
    void aReportSaysWhatIsDifferentFromThePublishedDayBefore() {
        lake.stage(
                Step.ACTIONS,
                "r",
                Day.of("2025-08-12", shop.actionsOf12(), Shop.read(1, 1, 0)),
                Day.of("2025-08-13", shop.actionsOf13(), Shop.read(1, 0, 1)));

        lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-13", Optional.of("r"));

        assertThat(lake.report(Step.ACTIONS, "2025-08-12", "r").figures().since())
                .isNull();
        Since since = Objects.requireNonNull(
                lake.report(Step.ACTIONS, "2025-08-13", "r").figures().since());
        assertThat(since.dt()).isEqualTo("2025-08-12");
        assertThat(since.run().value()).isEqualTo("r");
        assertThat(since.verdict())
                .as("the warning of the day before, which the same audit found")
                .isEqualTo(Verdict.WARN);
        assertThat(since.changes())
                .extracting(change -> change.title() + ": " + change.beforeText() + " -> " + change.nowText() + ", "
                        + change.difference())
                .containsExactly(
                        "rows: 2 -> 2, same",
                        "rejected rows: 0 -> 0, same",
                        "share of rejected rows: 0.00 % -> 0.00 %, same",
                        "share of clicks: 50.00 % -> 50.00 %, same",
                        "share of carts: 50.00 % -> 0.00 %, ▼ −50.00 points",
                        "share of orders: 0.00 % -> 50.00 %, ▲ +50.00 points");
        assertThat(lake.reportText(Step.ACTIONS, "2025-08-13", "r", "html"))
                .contains("Since <a href=\"../dt=2025-08-12/run=r.html\">2025-08-12</a>, the published day before")
                .contains("<dt>time of the step</dt>");
        Took audit = Objects.requireNonNull(
                lake.report(Step.ACTIONS, "2025-08-13", "r").provenance().auditTook());
        assertThat(audit.days()).isEqualTo(2);
        PublishRecord published = lake.lake
                .published(Table.ACTIONS, LocalDate.parse("2025-08-12"))
                .orElseThrow();
        assertThat(published.auditTook()).isEqualTo(audit);
        assertThat(published.stepTook())
                .isEqualTo(lake.report(Step.ACTIONS, "2025-08-12", "r")
                        .provenance()
                        .stepTook());
        assertThat(Objects.requireNonNull(published.stepTook()).days()).isEqualTo(2);
    }

    @Test
    void aBrokenFileIsAnErrorOfItsDayAlone() throws IOException {
        lake.stage(Step.ACTIONS, "r", day("2025-08-11"), day("2025-08-12"), day("2025-08-13"));
        Path file = Path.of(lake.lake.root().toString(), "_staging/actions/run=r/dt=2025-08-12/part-0.parquet");
        try (RandomAccessFile broken = new RandomAccessFile(file.toFile(), "rw")) {
            broken.seek(broken.length() - 8);
            broken.write(new byte[8]);
        }

        assertThat(lake.audit(Step.ACTIONS, "2025-08-11", "2025-08-13", Optional.of("r")))
                .isEqualTo(1);
        AuditReport report = lake.report(Step.ACTIONS, "2025-08-12", "r");
        assertThat(report.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(Reports.finding(report, "item_id is positive").observed())
                .startsWith("could not be judged: ")
                .contains("part-0.parquet");
        assertThat(Stream.of("2025-08-11", "2025-08-12", "2025-08-13").map(dt -> lake.published(Table.ACTIONS, dt)))
                .containsExactly("r", "none", "r");
    }

    @Test
    void thePublishRecordSaysHowTheDayCameToBe() {
        lake.stage(Step.ACTIONS, "r", Day.of("2025-08-12", shop.actionsOf12(), sourcesWithOneRejectedOf(1000)));
        assertThat(lake.audit(Step.ACTIONS, "2025-08-12", "r")).isEqualTo(3);
        lake.stage(Step.ACTIONS, "r2", day("2025-08-12"));
        assertThat(lake.audit(Step.ACTIONS, "2025-08-12", "r2")).isZero();

        PublishRecord record = lake.lake
                .published(Table.ACTIONS, LocalDate.parse("2025-08-12"))
                .orElseThrow();
        assertThat(record.verdict()).isEqualTo(Verdict.WARN);
        assertThat(record.rows()).isEqualTo(2);
        assertThat(record.metrics())
                .containsEntry("rows", 2.0)
                .containsEntry("kept_clicks", 1.0)
                .containsEntry("rejected_share", 0.0);
        assertThat(record.report()).isEqualTo("_reports/actions/dt=2025-08-12/run=r2.html");
        assertThat(record.rulesHash()).hasSize(16);
        assertThat(record.codeVersion()).isEqualTo("test");
    }

    @Test
    void unknownDaysAreAWarning() {
        lake.stage(Step.ACTIONS, "r", Map.of("clicks", 3L), day("2025-08-12"));
        lake.audit(Step.ACTIONS, "2025-08-12", "r");

        assertThat(Reports.finding(lake.report(Step.ACTIONS, "2025-08-12", "r"), "every row read has a day"))
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
                    assertThat(finding.observed()).isEqualTo("3 rows of this run: {clicks=3}");
                });
    }

    @Test
    void manyUnknownDaysFailTheDaysOfTheirRun() {
        stageTwoDaysOf990Clicks("few", 9);
        stageTwoDaysOf990Clicks("many", 10);
        String check = "rows without a day are few";

        assertThat(lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-13", Optional.of("many")))
                .isEqualTo(3);
        for (String dt : List.of("2025-08-12", "2025-08-13")) {
            assertThat(Reports.finding(lake.report(Step.ACTIONS, dt, "many"), check))
                    .satisfies(finding -> {
                        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
                        assertThat(finding.expected())
                                .isEqualTo("no row whose dt cannot be read, or fewer than 1.00 % of what the run read"
                                        + " from each source");
                        assertThat(finding.observed()).isEqualTo("clicks: 10 of 1,000 rows of this run, 1.00 %");
                        assertThat(finding.hint())
                                .startsWith("look at ")
                                .endsWith("/_staging/actions/run=many/rejected/dt=unknown: the column reasons says why;"
                                        + " fix the source, or raise max-rejected-share");
                    });
        }
        lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-13", Optional.of("few"));
        AuditReport few = lake.report(Step.ACTIONS, "2025-08-12", "few");
        assertThat(Reports.finding(few, check).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Reports.finding(few, check).observed()).isEqualTo("clicks: 9 of 999 rows of this run, 0.90 %");
        assertThat(Reports.finding(few, "every row read has a day").verdict()).isEqualTo(Verdict.WARN);
    }

    private void stageTwoDaysOf990Clicks(String run, long unknown) {
        lake.stage(
                Step.ACTIONS,
                run,
                Map.of("clicks", unknown, "carts", 0L),
                Day.of("2025-08-12", shop.actionsOf12(), Shop.read(500, 1, 0)),
                Day.of("2025-08-13", shop.actionsOf13(), Shop.read(490, 1, 0)));
    }

    @Test
    void anEmptyDayIsPublishedWhereThatIsAllowed() {
        Shop lenient = new Shop(folder, "dq: {actions: {allow-empty: true}}\n");
        lenient.lake.stage(
                Step.ACTIONS,
                "r",
                Day.of("2025-08-12", lenient.actionsOf12().where("false"), Shop.read(0, 0, 0)),
                Day.of("2025-08-13", lenient.actionsOf13(), Shop.read(1, 0, 1)));

        assertThat(lenient.lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-13", Optional.of("r")))
                .isZero();
        AuditReport report = lenient.lake.report(Step.ACTIONS, "2025-08-12", "r");
        assertThat(report.result().sentence())
                .isEqualTo("PASS: all " + report.findings().size() + " checks hold; the day is empty.");
        assertThat(lenient.lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("r");
    }

    @Test
    void aDayOnWhichTheShopIsClosedMayBeEmpty() {
        Shop closed = new Shop(folder, "calendar: {closed: [2025-08-12]}\n");
        closed.lake.stage(
                Step.ACTIONS,
                "r",
                Day.of("2025-08-12", closed.actionsOf12().where("false"), Shop.read(0, 0, 0)),
                Day.of("2025-08-13", closed.actionsOf13().where("false"), Shop.read(0, 0, 0)));

        assertThat(closed.lake.audit(Step.ACTIONS, "2025-08-12", "2025-08-13", Optional.of("r")))
                .isEqualTo(3);
        AuditReport report = closed.lake.report(Step.ACTIONS, "2025-08-12", "r");
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(Reports.finding(report, "the day has rows").expected())
                .isEqualTo("rows, or none where nothing has arrived (a day of calendar.closed)");
        assertThat(closed.lake.published(Table.ACTIONS, "2025-08-12")).isEqualTo("r");
        assertThat(closed.lake.published(Table.ACTIONS, "2025-08-13")).isEqualTo("none");
    }

    @Test
    void aDayIsComparedWithEarlierDaysOfTheSameWeekdayOnly() {
        lake.stage(Step.ACTIONS, "r", thursdays());
        lake.audit(Step.ACTIONS, "2025-07-03", "2025-08-07", Optional.of("r"));

        String check = "rows as on earlier days";
        assertThat(lake.report(Step.ACTIONS, "2025-07-24", "r").findings())
                .as("three points are too few")
                .noneMatch(finding -> finding.check().equals(check));
        assertThat(lake.report(Step.ACTIONS, "2025-07-24", "r").figures().trends())
                .filteredOn(trend -> trend.metric().equals("rows"))
                .singleElement()
                .satisfies(trend -> assertThat(trend.isWarmingUp()).isTrue());
        assertThat(Reports.finding(lake.report(Step.ACTIONS, "2025-07-31", "r"), check))
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
                    assertThat(finding.observed()).isEqualTo("20; the median of 4 earlier Thursdays is 2");
                    assertThat(finding.expected()).isEqualTo("from 0 to 8");
                });
        assertThat(Reports.finding(lake.report(Step.ACTIONS, "2025-08-07", "r"), check)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(lake.published(Table.ACTIONS, "2025-07-31")).isEqualTo("r");
    }

    @Test
    void aWarningCanFailTheDayWhichIsThenNoPastForTheNext() {
        Shop strict = new Shop(folder, "dq: {actions: {fail-on: [volume]}}\n");
        strict.lake.stage(Step.ACTIONS, "r", thursdays());
        strict.lake.audit(Step.ACTIONS, "2025-07-03", "2025-08-07", Optional.of("r"));

        assertThat(strict.lake.published(Table.ACTIONS, "2025-07-31")).isEqualTo("none");
        assertThat(Reports.finding(strict.lake.report(Step.ACTIONS, "2025-07-31", "r"), "rows as on earlier days")
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(Reports.finding(strict.lake.report(Step.ACTIONS, "2025-08-07", "r"), "rows as on earlier days")
                        .observed())
                .isEqualTo("2; the median of 4 earlier Thursdays is 2");
    }

    private Day[] thursdays() {
        return Stream.of("2025-07-03", "2025-07-10", "2025-07-17", "2025-07-24", "2025-07-31", "2025-08-07")
                .map(dt ->
                        dt.equals("2025-07-31") ? day(dt, shop.actions(twentyActions()), Shop.read(20, 0, 0)) : day(dt))
                .toArray(Day[]::new);
    }

    @Test
    void thePageEscapesWhatItShows() {
        Shop strange = new Shop(
                folder, "dq: {actions: {rules: [{name: \"<script>alert(1)</script>\", expression: \"1 < 0\"}]}}\n");
        strange.lake.stage(Step.ACTIONS, "r", day("2025-08-12"));
        strange.lake.audit(Step.ACTIONS, "2025-08-12", "r");

        assertThat(strange.lake.reportText(Step.ACTIONS, "2025-08-12", "r", "html"))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert")
                .contains("Content-Security-Policy")
                .contains("content=\"default-src &#39;none&#39;; ");
    }

    private static Map<String, SourceCount> sourcesWithOneRejectedOf(long read) {
        Map<String, SourceCount> sources = Shop.read(1, 1, 0);
        sources.put("clicks", new SourceCount(read, read - 1, 1));
        return sources;
    }

    private static String twentyActions() {
        return IntStream.rangeClosed(1, 20)
                .mapToObj(item -> "(1L, " + item + "L, '2025-07-31T10:00:00Z', 1)")
                .collect(Collectors.joining(", "));
    }

    private void stage(String run, String dt) {
        lake.stage(Step.ACTIONS, run, day(dt));
    }

    private Day day(String dt) {
        return day(dt, Shop.on(dt, shop.actionsOf12()), Shop.read(1, 1, 0));
    }

    private static Day day(String dt, Dataset<Row> rows, Map<String, SourceCount> sources) {
        return Day.of(dt, rows, sources);
    }

    private int audit(String from, String to) {
        return lake.audit(Step.ACTIONS, from, to, Optional.empty());
    }
}
