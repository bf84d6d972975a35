package dev.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.history.build.HistoryPipeline;
import dev.backstory.history.merge.RangePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the step does around the merge: which days it builds, which are blocked, which it leaves. */
class HistoryJobTest {
    private static final LocalDate D11 = LocalDate.parse("2025-08-11");
    private static final LocalDate D12 = LocalDate.parse("2025-08-12");
    private static final LocalDate D13 = LocalDate.parse("2025-08-13");
    private static final LocalDate D14 = LocalDate.parse("2025-08-14");
    private static final String SHORT = "history: {length: 3, lookback: P3D}\n";

    @TempDir
    private Path dir;

    @Test
    void stagesEachDayWithWhatItWasMadeFrom() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a", D12, 1, List.of(click(1, 5, D12)));
        lake.publishActions("b", D13, 2, List.of(click(1, 6, D13), click(2, 7, D13)));
        lake.publishImpressions("i13", D13, List.of(shown(1, 0)));
        lake.publishImpressions("i14", D14, List.of(shown(1, 0), shown(1, 1), shown(3, 0)));

        TestLake.Outcome outcome = lake.history("h", new DayRange(D13, D14), 2);

        assertThat(outcome).isEqualTo(new TestLake.Outcome(List.of(D13, D14), List.of(), List.of()));
        assertThat(lake.rows("h", D13)).containsExactly("r|1|0|8|1|5|0|0|1|0|0|1|" + noon(D12));
        assertThat(lake.rows("h", D14))
                .containsExactlyInAnyOrder(
                        "r|1|0|8|1|6|5|0|1|1|0|2|" + noon(D13),
                        "r|1|1|8|1|6|5|0|1|1|0|2|" + noon(D13),
                        "r|3|0|8|1|0|0|0|0|0|0|0|null");
        StagedDay day = lake.staged("h").day(D14).orElseThrow();
        assertThat(day.rows()).isEqualTo(3);
        assertThat(day.inputs())
                .containsExactly(
                        new InputRun(Table.ACTIONS, D12, D12, new RunId("a")),
                        new InputRun(Table.ACTIONS, D13, D13, new RunId("b")),
                        new InputRun(Table.IMPRESSIONS, D14, D14, new RunId("i14")));
        assertThat(day.windowDays()).isEqualTo(3);
        assertThat(day.coveredDays()).isEqualTo(2);
        assertThat(lake.printed())
                .startsWith("history      2 days: 4 rows from 3 actions of 2 days (")
                .endsWith(" s)\n");
    }

    @Test
    void aDayWithoutImpressionsIsStagedEmpty() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a", D13, 1, List.of(click(1, 5, D13)));
        lake.publishImpressions("i", D14, List.of());

        assertThat(lake.history("h", DayRange.day(D14), 2).staged()).containsExactly(D14);
        assertThat(lake.staged("h").day(D14).orElseThrow().files()).isEmpty();
    }

    @Test
    void currentDaysAreLeftAloneAndStaleOnesBuilt() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a", D13, 1, List.of(click(1, 5, D13)));
        lake.publishImpressions("i13", D13, List.of(shown(1, 0)));
        lake.publishImpressions("i14", D14, List.of(shown(1, 0)));
        DayRange range = new DayRange(D13, D14);
        lake.history("h1", range, 1);
        StagedRun run = lake.staged("h1");
        run.days().forEach(day -> lake.publish(run, day));

        assertThat(lake.history("h2", range, 1))
                .isEqualTo(new TestLake.Outcome(List.of(), List.of(D13, D14), List.of()));
        assertThat(lake.printed()).endsWith("history      2 days are current\n");

        lake.publishActions("a2", D13, 1, List.of(click(1, 6, D13)));
        assertThat(lake.history("h3", range, 1)).isEqualTo(new TestLake.Outcome(List.of(D14), List.of(D13), List.of()));
        assertThat(lake.rows("h3", D14)).containsExactly("r|1|0|8|1|6|0|0|1|0|0|1|" + noon(D13));

        TestLake.Outcome rebuilt = lake.rebuild("h4", range);
        assertThat(rebuilt.staged()).containsExactly(D13, D14);
    }

    @Test
    void missingActionDaysAreNamedWithTheCommandsThatBuildThem() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a", D11, 1, List.of(click(1, 5, D11)));
        lake.publishImpressions("i", D14, List.of(shown(1, 0)));

        assertThat(HistoryJob.run(lake.context("h", DayRange.day(D14), false))).isEqualTo(1);
        assertThat(lake.printed()).isEqualTo("""
                        history: Cannot build training for 2025-08-14 because 2 days of actions of its window are not published: \
                        2025-08-12 to 2025-08-13; build them with
                          bin/backstory actions --config pipeline.yaml --from 2025-08-12 --to 2025-08-13
                          bin/backstory dq --step actions --config pipeline.yaml --from 2025-08-12 --to 2025-08-13
                        or set history.missing-days: warn to do without them
                        """);
        assertThat(lake.lake.stagedRuns(Table.TRAINING)).isEmpty();
    }

    @Test
    void missingActionDaysMayBeAWarning() {
        TestLake lake = new TestLake(dir, "history: {length: 3, lookback: P3D, missing-days: warn}\n");
        lake.publishActions("a", D11, 1, List.of(click(1, 5, D11)));
        lake.publishActions("b", D13, 1, List.of(click(1, 6, D13)));
        lake.publishImpressions("i", D14, List.of(shown(1, 0)));

        assertThat(HistoryJob.run(lake.context("h", DayRange.day(D14), false))).isZero();
        assertThat(lake.printed())
                .startsWith(
                        "history: WARN training for 2025-08-14 is built without 1 day of actions that are not published:"
                                + " 2025-08-12 (history.missing-days: warn)\n");
        assertThat(lake.rows("h", D14)).containsExactly("r|1|0|8|1|6|5|0|1|1|0|2|" + noon(D13));
        assertThat(lake.staged("h").day(D14).orElseThrow().coveredDays()).isEqualTo(2);
    }

    @Test
    void missingImpressionsHoldBackOnlyTheirDay() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a12", D12, 1, List.of(click(1, 5, D12)));
        lake.publishActions("a13", D13, 1, List.of());
        lake.publishImpressions("i", D13, List.of(shown(1, 0)));

        TestLake.Outcome outcome = lake.history("h", new DayRange(D13, D14), 1);

        assertThat(outcome).isEqualTo(new TestLake.Outcome(List.of(D13), List.of(), List.of(D14)));
        assertThat(lake.printed()).startsWith("""
                        history: Cannot build training for 2025-08-14 because impressions are not published for: 2025-08-14; \
                        build them with
                          bin/backstory impressions --config pipeline.yaml --dt 2025-08-14
                          bin/backstory dq --step impressions --config pipeline.yaml --dt 2025-08-14
                        """);
    }

    @Test
    void noActionsAtAllIsNotTakenForAnEmptyPast() {
        TestLake lake = new TestLake(dir, "history: {length: 3, lookback: P1D}\n");
        lake.publishImpressions("i", D14, List.of(shown(1, 0)));

        assertThat(lake.history("h", DayRange.day(D14), 1).blocked()).containsExactly(D14);
    }

    @Test
    void anInputReplacedMeanwhileFailsTheRun() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a", D13, 1, List.of(click(1, 5, D13)));
        lake.publishImpressions("i", D14, List.of(shown(1, 0)));
        RangePlan replacing = new RangePlan(1) {
            @Override
            public List<dev.backstory.lake.page.HashRange> ranges(long actions, long slots) {
                lake.publishActions("a2", D13, 1, List.of(click(1, 6, D13)));
                return super.ranges(actions, slots);
            }
        };

        assertThatThrownBy(() -> new HistoryPipeline(lake.context("h", DayRange.day(D14), false), replacing).run())
                .hasMessage(
                        "Cannot finish run h because actions of 2025-08-13, published by run a, was replaced while it"
                                + " was read; nothing was staged, run it again");
        assertThat(lake.lake.stagedRuns(Table.TRAINING)).isEmpty();
    }

    @Test
    void anEarlierDayPublishedMeanwhileFailsTheRun() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a", D13, 1, List.of(click(1, 5, D13)));
        lake.publishImpressions("i", D14, List.of(shown(1, 0)));
        LocalDate before = D13.minusDays(1);
        RangePlan adding = new RangePlan(1) {
            @Override
            public List<dev.backstory.lake.page.HashRange> ranges(long actions, long slots) {
                lake.publishActions("b", before, 1, List.of(click(1, 6, before)));
                return super.ranges(actions, slots);
            }
        };

        assertThatThrownBy(() -> new HistoryPipeline(lake.context("h", DayRange.day(D14), false), adding).run())
                .hasMessage("Cannot finish run h because actions of 2025-08-12 was published by run b while the days"
                        + " around it were read; nothing was staged, run it again");
        assertThat(lake.lake.stagedRuns(Table.TRAINING)).isEmpty();
    }

    @Test
    void aTruncatedFileIsNamedAndNothingIsStaged() throws IOException {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a", D13, 1, List.of(click(1, 5, D13)));
        lake.publishImpressions("i", D14, List.of(shown(1, 0)));
        Path file = dir.resolve("lake/actions/dt=2025-08-13/0.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 20));

        assertThatThrownBy(() -> lake.history("h", DayRange.day(D14), 1))
                .isInstanceOf(dev.backstory.core.failure.BackstoryException.class)
                .hasMessageStartingWith("Cannot read " + file + " because it is missing, damaged or not Backstory's (");
        assertThat(lake.lake.stagedRuns(Table.TRAINING)).isEmpty();
    }

    @Test
    void anIdTooWideForNarrowNumbersIsNamed() {
        TestLake lake = new TestLake(dir, SHORT + "training: {numbers: narrow}\n");
        lake.publishActions("a", D13, 1, List.of(click(1, 5_000_000_000L, D13)));
        lake.publishImpressions("i", D14, List.of(shown(1, 0)));

        assertThatThrownBy(() -> lake.history("h", DayRange.day(D14), 1))
                .hasMessage(
                        "Cannot write item 5000000000 of customer 1 because training.numbers is narrow and the id does"
                                + " not fit an int; set training.numbers: wide");
    }

    @Test
    void attemptsThatFailLeaveNoTrace() throws IOException {
        TestLake lake = new TestLake(dir, SHORT);
        for (LocalDate dt : List.of(D11, D12, D13)) {
            lake.publishActions("a-" + dt, dt, 1, List.of(click(1, 5, dt), click(2, 6, dt), click(3, 7, dt)));
        }
        lake.publishImpressions("i13", D13, List.of(shown(1, 0), shown(2, 0), shown(3, 0)));
        lake.publishImpressions("i14", D14, List.of(shown(1, 0), shown(2, 0), shown(3, 0)));
        DayRange range = new DayRange(D13, D14);
        lake.history("calm", range, 4);

        FirstAttemptsFail.install(lake.conf);
        lake.history("rough", range, 4);

        assertThat(FirstAttemptsFail.failures()).isGreaterThanOrEqualTo(2);
        for (LocalDate day : range.days()) {
            assertThat(lake.rows("rough", day)).containsExactlyInAnyOrderElementsOf(lake.rows("calm", day));
        }
        try (Stream<Path> left = Files.walk(dir.resolve("lake/_staging/training/run=rough"))) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString()))
                    .filteredOn(name -> name.endsWith(".parquet"))
                    .hasSize(lake.staged("rough").days().stream()
                            .mapToInt(day -> day.files().size())
                            .sum());
        }
    }

    private static TestLake.Action click(long customer, long item, LocalDate dt) {
        return new TestLake.Action(customer, item, noon(dt), 1);
    }

    private static long noon(LocalDate dt) {
        return IsoTime.dayStartMicros(dt, ZoneOffset.UTC) + 12 * 3_600_000_000L;
    }

    private static TestLake.Impression shown(long customer, int position) {
        return new TestLake.Impression("r", customer, position, 8, 1);
    }
}
