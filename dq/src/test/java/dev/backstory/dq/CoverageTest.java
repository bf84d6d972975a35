package dev.backstory.dq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.AuditedLake.Day;
import dev.backstory.dq.report.Finding;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a lookback that is not covered is worth a word: actions begin on 12 August, and histories look 30 days back. */
class CoverageTest {
    private static final String CHECK = "the lookback is covered";
    private static final LocalDate DT = LocalDate.parse(Shop.DT);

    @TempDir
    Path folder;

    /** Stages training rows of as many days, made from the actions of 12 August and the days after it, and audits them. */
    private static int audit(Shop shop, String run, LocalDate from, int days) {
        shop.lake.stage(
                Step.HISTORY,
                run,
                from.datesUntil(from.plusDays(days))
                        .map(dt -> new Day(dt, shop.training(), Map.of(), inputs(dt), 30, dt.getDayOfMonth() - 12))
                        .toArray(Day[]::new));
        return shop.lake.audit(
                Step.HISTORY, from.toString(), from.plusDays(days - 1).toString(), Optional.of(run));
    }

    private static List<InputRun> inputs(LocalDate dt) {
        return List.of(
                new InputRun(Table.ACTIONS, LocalDate.parse("2025-08-12"), dt.minusDays(1), new RunId("actions-1")),
                new InputRun(Table.IMPRESSIONS, dt, dt, new RunId("impressions-1")));
    }

    private static Finding finding(Shop shop, String run, LocalDate dt) {
        return Reports.finding(shop.lake.report(Step.HISTORY, dt.toString(), run), CHECK);
    }

    @Test
    void nothingIsMissingBeforeTheDataBegins() {
        Shop shop = Shop.withInputs(folder, "history: {length: 5, lookback: P30D, data-from: 2025-08-12}\n", 1);

        assertThat(audit(shop, "r", DT, 1)).isZero();

        Finding finding = finding(shop, "r", DT);
        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.expected())
                .isEqualTo("actions of all 30 days before 2025-08-14 (P30D) from 2025-08-12 on (history.data-from)");
        assertThat(finding.observed()).isEqualTo("2 of 2 days from 2025-08-12 on are covered");
        assertThat(shop.lake.report(Step.HISTORY, Shop.DT, "r").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void daysFromThenOnThatAreNotPublishedAreMissing() {
        Shop shop = Shop.withInputs(folder, "history: {length: 5, lookback: P30D, data-from: 2025-08-02}\n", 1);

        assertThat(audit(shop, "r", DT, 1)).isZero();

        Finding finding = finding(shop, "r", DT);
        assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
        assertThat(finding.observed()).isEqualTo("2 of 12 days from 2025-08-02 on are covered");
        assertThat(finding.hint())
                .isEqualTo("histories of this day are shorter than the lookback allows; load the days that are missing"
                        + " and build this one again");
    }

    @Test
    void aLakeThatBeginsSaysSoOnce() {
        Shop shop = Shop.withInputs(folder, "", 3);

        audit(shop, "r", DT, 2);

        assertThat(finding(shop, "r", DT)).satisfies(first -> {
            assertThat(first.verdict()).isEqualTo(Verdict.WARN);
            assertThat(first.observed())
                    .isEqualTo("2 of 30 days are covered; the first published day of actions is 2025-08-12");
            assertThat(first.hint())
                    .isEqualTo("histories of this day are shorter than the lookback allows; load the earlier days and"
                            + " build this one again if they exist; if there are none, say so by history.data-from");
        });
        assertThat(finding(shop, "r", DT.plusDays(1))).satisfies(second -> {
            assertThat(second.verdict()).isEqualTo(Verdict.PASS);
            assertThat(second.observed())
                    .isEqualTo("3 of 30 days are covered; the first published day of actions is 2025-08-12");
        });
        assertThat(shop.lake.printed().split("WARN the lookback is covered", -1))
                .hasSize(2);
    }

    @Test
    void aLaterAuditDoesNotSayItAgain() {
        Shop shop = Shop.withInputs(folder, "", 2);
        audit(shop, "r", DT, 1);

        audit(shop, "later", DT.plusDays(1), 1);

        assertThat(finding(shop, "later", DT.plusDays(1)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void whoeverWantsSuchDaysToFailIsToldOfEach() {
        Shop shop = Shop.withInputs(folder, "dq: {training: {fail-on: [lookback-covered]}}\n", 2);

        assertThat(audit(shop, "r", DT, 2)).isEqualTo(3);

        assertThat(finding(shop, "r", DT).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding(shop, "r", DT.plusDays(1)).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aDayWithoutRowsHasNoHistoriesThatCouldBeShort() {
        Shop shop = Shop.withInputs(folder, "dq: {training: {allow-empty: true}}\n", 1);
        shop.lake.stage(Step.HISTORY, "r", new Day(DT, shop.training().where("false"), Map.of(), inputs(DT), 30, 2));
        shop.lake.audit(Step.HISTORY, Shop.DT, "r");

        assertThat(finding(shop, "r", DT).verdict()).isEqualTo(Verdict.PASS);
    }

    /** The 12th and the 13th are published, the 10th and the 11th are not. */
    @Test
    void aDayOnWhichTheShopWasClosedIsNotMissing() {
        Shop shop = Shop.withInputs(folder, """
                history: {length: 5, lookback: P30D, data-from: 2025-08-10}
                calendar: {closed: [2025-08-10, 2025-08-11, 2025-08-13]}
                """, 1);

        assertThat(audit(shop, "r", DT, 1)).isZero();

        assertThat(finding(shop, "r", DT).observed()).isEqualTo("2 of 2 days from 2025-08-10 on are covered");
        assertThat(finding(shop, "r", DT).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void itCanBeMuted() {
        Shop shop = Shop.withInputs(folder, "dq: {training: {mute: {lookback-covered: a new shop}}}\n", 1);

        assertThat(audit(shop, "r", DT, 1)).isZero();

        assertThat(finding(shop, "r", DT).verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding(shop, "r", DT).muted()).isEqualTo("a new shop");
        assertThat(shop.lake.report(Step.HISTORY, Shop.DT, "r").verdict()).isEqualTo(Verdict.PASS);
    }
}
