package dev.backstory.lake.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Took;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.run.Owner;
import dev.backstory.lake.store.StagingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LakeStateTest {
    private static final LocalDate D10 = LocalDate.parse("2025-08-10");
    private static final LocalDate D11 = LocalDate.parse("2025-08-11");
    private static final LocalDate D12 = LocalDate.parse("2025-08-12");
    private static final LocalDate D13 = LocalDate.parse("2025-08-13");
    private static final LocalDate D14 = LocalDate.parse("2025-08-14");

    @TempDir
    Path folder;

    private StateLake lake;

    @BeforeEach
    void begin() {
        lake = new StateLake(folder, "history: {lookback: P3D}");
    }

    @Test
    void anEmptyLakeKnowsNoDays() {
        LakeState state = lake.state();

        assertThat(state.range()).isNull();
        assertThat(state.tables())
                .extracting(TableState::table)
                .containsExactly(Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING);
        assertThat(state.tables()).allSatisfy(table -> assertThat(table.days()).isEmpty());
        assertThat(state.rebuild().ranges()).isEmpty();
    }

    @Test
    void aPublishedDaySaysWhenByWhomAndHowMany() {
        Instant at = Instant.parse("2025-08-15T03:00:00Z");
        lake.publish(Table.ACTIONS, D14, "a", lake.config, at);

        assertThat(day(Table.ACTIONS, D14))
                .isEqualTo(new DayState(
                        D14,
                        State.PUBLISHED,
                        new DayState.Publication(
                                new RunId("a"),
                                at,
                                10,
                                1,
                                Verdict.PASS,
                                "_reports/actions/dt=2025-08-14/run=a.html",
                                100,
                                List.of(),
                                new Took(41.2, 1),
                                new Took(3.1, 1)),
                        List.of(),
                        null,
                        null,
                        null));
    }

    @Test
    void daysOnWhichTheShopWasClosedAreMissingInNoWindow() {
        lake.publish(Table.ACTIONS, D10, "a");
        lake.publish(Table.ACTIONS, D13, "a");
        PublishedInputs inputs = PublishedInputs.read(
                lake.lake, DayRange.day(D14), lake.config.history().lookback());

        assertThat(inputs.missingActions(D14)).containsExactly(D11, D12);
        assertThat(inputs.closedOn(List.of(D12)).missingActions(D14)).containsExactly(D11);
    }

    @Test
    void daysBetweenAreMissingAndThoseBeforeTheFirstAreNot() {
        lake.publish(Table.ACTIONS, D10, "a");
        lake.publish(Table.ACTIONS, D12, "a");
        lake.publish(Table.IMPRESSIONS, D12, "i");

        LakeState state = lake.state();

        assertThat(state.range()).isEqualTo(new DayRange(D10, D12));
        assertThat(states(state, Table.ACTIONS)).containsExactly(State.PUBLISHED, State.MISSING, State.PUBLISHED);
        assertThat(states(state, Table.IMPRESSIONS)).containsExactly(State.PUBLISHED);
        assertThat(states(state, Table.TRAINING))
                .as("due since there are impressions")
                .containsExactly(State.MISSING);
        assertThat(state.rebuild().ranges()).containsExactly(new DayRange(D11, D12));
    }

    @Test
    void daysThatWereAskedForAreMissingInEveryTable() {
        lake.publish(Table.ACTIONS, D10, "a");

        LakeState state = LakeState.read(lake.lake, lake.config, new DayRange(D10, D11));

        assertThat(states(state, Table.ACTIONS)).containsExactly(State.PUBLISHED, State.MISSING);
        assertThat(states(state, Table.TRAINING)).containsExactly(State.MISSING, State.MISSING);
    }

    @Test
    void aLateCorrectionMarksExactlyTheDaysWhoseWindowHoldsIt() {
        load();
        lake.publish(Table.ACTIONS, D10, "late");

        LakeState state = lake.state();

        assertThat(states(state, Table.ACTIONS)).containsOnly(State.PUBLISHED);
        assertThat(states(state, Table.TRAINING))
                .containsExactly(State.PUBLISHED, State.STALE, State.STALE, State.STALE, State.PUBLISHED);
        assertThat(day(Table.TRAINING, D13).stale()).singleElement().satisfies(reason -> {
            assertThat(reason.kind()).isEqualTo(StaleReason.Kind.REPLACED);
            assertThat(reason.text()).isEqualTo("actions of 2025-08-10 are published by run late now, not by run load");
        });
        assertThat(state.rebuild().ranges()).containsExactly(new DayRange(D11, D13));
    }

    @Test
    void aDayOfActionsToBuildReachesTheTrainingDaysThatHoldIt() {
        load();
        PipelineConfig before = StateLake.config(folder, "timezone: Asia/Tokyo");
        lake.publish(Table.ACTIONS, D10, "load", before, Instant.now());

        LakeState state = lake.state();

        assertThat(states(state, Table.ACTIONS)).startsWith(State.STALE, State.PUBLISHED);
        assertThat(states(state, Table.TRAINING))
                .as("they are what they were made from")
                .containsOnly(State.PUBLISHED);
        assertThat(state.rebuild().ranges()).containsExactly(new DayRange(D10, D13));
        assertThat(state.rebuild().days(Table.ACTIONS)).containsExactly(D10);
        assertThat(state.rebuild().days(Table.IMPRESSIONS)).isEmpty();
        assertThat(state.rebuild().days(Table.TRAINING)).containsExactly(D11, D12, D13);
    }

    @Test
    void everyKindOfChangeIsToldInWords() {
        load();
        lake.unpublish(Table.ACTIONS, D11);
        lake.publish(
                Table.TRAINING,
                D14,
                "without",
                StateLake.config(folder, "history: {length: 5, lookback: P3D}"),
                Instant.now());
        lake.publish(Table.ACTIONS, D11, "back");
        lake.publish(Table.IMPRESSIONS, D14, "corrected");
        lake.unpublish(Table.ACTIONS, D13);

        assertThat(day(Table.TRAINING, D14).stale())
                .extracting(StaleReason::text)
                .containsExactly(
                        "settings changed",
                        "actions of 2025-08-11 were not published then, and are now, by run back",
                        "actions of 2025-08-13 were published then, by run load, and are no longer",
                        "impressions of 2025-08-14 are published by run corrected now, not by run load");
    }

    @Test
    void actionDaysBeforeTheRangeThatWindowsNeedAreNamed() {
        load();
        lake.unpublish(Table.ACTIONS, D11);
        lake.unpublish(Table.TRAINING, D14);
        DayRange range = new DayRange(D13, D14);

        assertThat(LakeState.read(lake.lake, lake.config, range).rebuild().before())
                .containsExactly(DayRange.day(D11));
        StateLake lenient = new StateLake(folder, "history: {lookback: P3D, missing-days: warn}");
        assertThat(LakeState.read(lenient.lake, lenient.config, range).rebuild().before())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FAIL", "ERROR"})
    void aFailedDayNamesItsChecksAndKeepsWhatIsPublished(Verdict verdict) {
        StagedRun good = lake.stage(Table.ACTIONS, "good", D13, D14);
        lake.audit(good, D13, Verdict.PASS);
        lake.audit(good, D14, Verdict.WARN);
        StagedRun bad = lake.stage(Table.ACTIONS, "bad", D14);
        assertThat(day(Table.ACTIONS, D14).state()).isEqualTo(State.STAGED);
        lake.audit(bad, D14, verdict);

        DayState failed = day(Table.ACTIONS, D14);

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.waiting()).isNull();
        assertThat(failed.published()).isNotNull();
        assertThat(failed.isCurrent()).isTrue();
        assertThat(failed.failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.run()).hasToString("bad");
            assertThat(failure.verdict()).isEqualTo(verdict);
            assertThat(failure.checks()).containsExactly("rows are there");
            assertThat(failure.report()).isEqualTo("_reports/actions/dt=2025-08-14/run=bad.html");
        });
        assertThat(day(Table.ACTIONS, D13).state()).isEqualTo(State.PUBLISHED);
    }

    @Test
    void aFailureIsForgottenWhenSomethingNewerIsPublished() {
        lake.audit(lake.stage(Table.ACTIONS, "bad", D14), D14, Verdict.FAIL);
        lake.audit(lake.stage(Table.ACTIONS, "good", D14), D14, Verdict.PASS);

        assertThat(day(Table.ACTIONS, D14).state()).isEqualTo(State.PUBLISHED);
        assertThat(day(Table.ACTIONS, D14).failure()).isNull();
        assertThat(lake.lake.stagedRuns(Table.ACTIONS))
                .as("the failed run stays for a look")
                .hasSize(1);
    }

    @Test
    void aFailureIsRememberedWhenItsRunWasThrownAway() {
        StagedRun bad = lake.stage(Table.ACTIONS, "bad", D14);
        lake.audit(bad, D14, Verdict.FAIL);
        lake.lake.files().delete(lake.lake.run(Table.ACTIONS, bad.run()));

        assertThat(day(Table.ACTIONS, D14).state()).isEqualTo(State.FAILED);
    }

    @Test
    void aRunStagedBeforeAnOlderOneWasPublishedStillWaits() {
        StagedRun older = lake.stage(Table.ACTIONS, "older", D14);
        StagedRun newer = lake.stage(Table.ACTIONS, "newer", D14);
        lake.audit(older, D14, Verdict.PASS);

        DayState day = day(Table.ACTIONS, D14);

        assertThat(day.state()).isEqualTo(State.STAGED);
        assertThat(day.waiting()).isEqualTo(new DayState.Waiting(newer.run(), newer.stagedAt()));
    }

    @Test
    void aRunStagedAfreshUnderTheIdOfAFailedOneWaitsForItsOwnAudit() {
        lake.audit(lake.stage(Table.ACTIONS, "same", D14), D14, Verdict.FAIL);
        StagedRun again = lake.stage(Table.ACTIONS, "same", D14);

        DayState waiting = day(Table.ACTIONS, D14);

        assertThat(waiting.state()).isEqualTo(State.STAGED);
        assertThat(waiting.waiting()).isEqualTo(new DayState.Waiting(again.run(), again.stagedAt()));
        assertThat(waiting.failure())
                .as("the earlier failure is still reported")
                .isNotNull();
    }

    @Test
    void aRunThatPublishedTheDayCanFailLaterUnderTheSameId() {
        lake.audit(lake.stage(Table.ACTIONS, "same", D14), D14, Verdict.PASS);
        lake.audit(lake.stage(Table.ACTIONS, "same", D14), D14, Verdict.FAIL);

        assertThat(day(Table.ACTIONS, D14).state()).isEqualTo(State.FAILED);
    }

    @Test
    void aRunInTheMakingIsToldFromOneThatDied() throws Exception {
        lake.publish(Table.ACTIONS, D10, "a");
        try (StagingRun staging = StagingRun.begin(lake.lake, Table.ACTIONS, new RunId("now"))) {
            staging.announce(new TreeSet<>(List.of(D11)));
            assertThat(states(lake.state(), Table.ACTIONS)).containsExactly(State.PUBLISHED, State.RUNNING);
            assertThat(day(Table.ACTIONS, D11).unfinished()).isNotNull().satisfies(run -> {
                assertThat(run.run()).hasToString("now");
                assertThat(run.owner())
                        .startsWith("process " + ProcessHandle.current().pid());
                assertThat(run.lastSign()).isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
            });
            Process gone = new ProcessBuilder("true").start();
            gone.waitFor();
            Owner dead = new Owner("dead", Owner.current().host(), gone.pid(), Instant.EPOCH);
            lake.write(staging.folder() + "/_OWNER.json", RunJson.write(dead));

            assertThat(states(lake.state(), Table.ACTIONS)).containsExactly(State.PUBLISHED, State.INTERRUPTED);
            assertThat(lake.state().rebuild().ranges()).containsExactly(DayRange.day(D11));
        }
    }

    @Test
    void ofAHealthyLakeNoReportAndNoRecordTwiceIsRead() {
        for (LocalDate day : new DayRange(D10, D14).days()) {
            for (Table table : lake.config.tables()) {
                lake.audit(lake.stage(table, table.folder() + day, day), day, Verdict.PASS);
            }
        }
        lake.reads.set(0);

        assertThat(states(lake.state(), Table.TRAINING)).containsOnly(State.PUBLISHED);
        assertThat(lake.reads).hasValue(3 * 5);
    }

    @Test
    void whatCannotBeReadIsNamedWithWhatToDo() throws Exception {
        load();
        Path record = folder.resolve("lake/training/dt=2025-08-12/_PUBLISHED.json");
        String whole = Files.readString(record);
        Files.writeString(record, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(lake::state)
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith(
                        "Cannot read " + record + " because it is not a PublishRecord: Unexpected end-of-input")
                .hasMessageEndingWith("; delete the folder of the day, and build the day again");

        Files.writeString(record, "{}");
        assertThatThrownBy(lake::state)
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read " + record + " because it is not the whole record of training of 2025-08-12;"
                        + " delete the folder of the day, and build the day again");

        Files.writeString(record, whole);
        Path report = folder.resolve("lake/_reports/actions/dt=2025-08-12/run=x.json");
        Files.createDirectories(report.getParent());
        Files.writeString(report, "{\"run\": \"x\"}");
        assertThatThrownBy(lake::state)
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith("Cannot read " + report + " because it is not a Audit: ")
                .hasMessageEndingWith("; delete the file, and audit the day again if it is not published");
    }

    /** A day of one table of the history step says nothing of the other. */
    @Test
    void theHistoryStepsTablesHaveStatesOfTheirOwn() {
        lake = new StateLake(folder, "history: {lookback: P3D, outputs: [training, histories]}");
        load();
        lake.audit(lake.stage(Table.HISTORIES, "good", D13), D13, Verdict.PASS);
        lake.audit(lake.stage(Table.HISTORIES, "bad", D14), D14, Verdict.FAIL);

        assertThat(lake.state().tables())
                .extracting(TableState::table)
                .containsExactly(Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING, Table.HISTORIES);
        assertThat(states(lake.state(), Table.TRAINING)).containsOnly(State.PUBLISHED);
        assertThat(states(lake.state(), Table.HISTORIES))
                .containsExactly(State.MISSING, State.MISSING, State.MISSING, State.PUBLISHED, State.FAILED);
        assertThat(day(Table.HISTORIES, D14).failure())
                .extracting(DayState.Failure::report)
                .isEqualTo("_reports/histories/dt=2025-08-14/run=bad.html");
        Rebuild rebuild = lake.state().rebuild();
        assertThat(rebuild.days(Table.TRAINING)).isEmpty();
        assertThat(rebuild.days(Table.HISTORIES)).containsExactly(D10, D11, D12, D14);
        lake.unpublish(Table.ACTIONS, D12);
        assertThat(lake.state().rebuild().days(Table.HISTORIES)).containsExactly(D10, D11, D12, D13, D14);
        assertThat(lake.state().rebuild().days(Table.TRAINING)).containsExactly(D13, D14);
    }

    @Test
    void aTableThatIsNoOutputIsNotLookedAt() {
        load();
        lake = new StateLake(folder, "history: {lookback: P3D, outputs: [histories]}");

        assertThat(states(lake.state(), Table.HISTORIES))
                .containsOnly(State.MISSING)
                .hasSize(5);
        assertThatThrownBy(() -> lake.state().table(Table.TRAINING)).hasMessage("The pipeline makes no table training");
    }

    /** Five days of all tables. */
    private void load() {
        for (LocalDate day : new DayRange(D10, D14).days()) {
            lake.publish(Table.ACTIONS, day, "load");
            lake.publish(Table.IMPRESSIONS, day, "load");
            lake.publish(Table.TRAINING, day, "load");
        }
    }

    private DayState day(Table table, LocalDate dt) {
        return lake.state().table(table).day(dt).orElseThrow();
    }

    private static List<State> states(LakeState state, Table table) {
        return state.table(table).days().stream().map(DayState::state).toList();
    }
}
