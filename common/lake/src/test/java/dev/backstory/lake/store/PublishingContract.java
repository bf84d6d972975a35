package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.run.BusyException;
import dev.backstory.lake.run.Owner;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What staging and publishing promise, on whatever storage the subclass brings. */
abstract class PublishingContract {
    Lake lake;
    LakeFixture fixture;

    abstract Lake newLake();

    LakeFixture newFixture(Lake of) {
        return new LakeFixture(of);
    }

    /** Makes an unfinished run, or changes whose a complete one is. */
    void own(Lake of, String run, Owner owner, LocalDate... days) {
        Path folder = of.run(Table.ACTIONS, new RunId(run));
        of.files().makeFolder(folder);
        of.files().writeWhole(new Path(folder, RunFolders.OWNER), RunJson.write(owner));
        if (days.length > 0) {
            of.files()
                    .writeWhole(
                            new Path(folder, RunFolders.BUILDING),
                            RunJson.write(DayRange.fold(new TreeSet<>(List.of(days)))));
        }
    }

    /** Whether the run is there, complete or not. */
    boolean isThere(Lake of, String run) {
        return of.files().exists(of.run(Table.ACTIONS, new RunId(run)));
    }

    @BeforeEach
    void emptyLake() {
        lake = newLake();
        fixture = newFixture(lake);
    }

    @Test
    void publishesADayWithItsRecordAndItsRejectedRows() {
        fixture.publish(fixture.stage("first", true));

        assertThat(fixture.publishedText()).isEqualTo("first");
        assertThat(fixture.rejectedText()).isEqualTo("first");
        PublishRecord record = lake.published(Table.ACTIONS, DAY).orElseThrow();
        assertThat(record.run()).isEqualTo(new RunId("first"));
        assertThat(record.rows()).isEqualTo(2);
        assertThat(lake.firstPublished(Table.ACTIONS)).contains(DAY);
        assertThat(lake.stagedRuns(Table.ACTIONS)).isEmpty();
    }

    @Test
    void daysThatAnotherProcessIsBuildingAreNotBuiltTwice() {
        ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
        Owner owner = new Owner(
                "other",
                Owner.current().host(),
                other.pid(),
                other.info().startInstant().orElseThrow());
        own(lake, "first", owner, DAY);

        assertThatThrownBy(() -> begin("second", DAY.minusDays(1), DAY))
                .isInstanceOf(BusyException.class)
                .hasMessage("Cannot build actions of " + DAY + " because " + owner.describe()
                        + " is building it as run first; wait until it has ended, then run this again");
        begin("of another day", DAY.minusDays(1)).close();

        own(lake, "first", new Owner("dead", owner.host(), 1L << 40, owner.startedAt()), DAY);
        begin("after it died", DAY).close();
    }

    @Test
    void aProcessDoesNotWaitForItself() {
        try (StagingRun first = begin("first", DAY);
                StagingRun second = begin("second", DAY)) {
            assertThat(first.run()).isNotEqualTo(second.run());
        }
    }

    private StagingRun begin(String run, LocalDate... days) {
        return StagingRun.begin(lake, Table.ACTIONS, RunId.ofScheduler(run), new TreeSet<>(List.of(days)));
    }

    @Test
    void replacesADayAndTheRejectedRowsThatBelongedToIt() {
        fixture.publish(fixture.stage("first", true));
        fixture.publish(fixture.stage("second", false));

        assertThat(fixture.publishedText()).isEqualTo("second");
        assertThat(fixture.rejectedText()).isEqualTo("none");
        assertThat(isThere(lake, "second")).isFalse();
    }

    @Test
    void keepsAStagedRunThatWaitsAndThePublishedDayAsItWas() {
        fixture.publish(fixture.stage("first", true));
        StagedRun waiting = fixture.stage("second", true);
        new Recovery(lake).recover(Table.ACTIONS);

        assertThat(fixture.publishedText()).isEqualTo("first");
        assertThat(lake.stagedRuns(Table.ACTIONS)).containsExactly(waiting);
        assertThat(lake.isStaged(waiting, DAY)).isTrue();
    }

    @Test
    void replacesAPackAndLeavesNothingBeside() {
        Packs packs = new Packs(lake);
        assertThat(packs.of(PackFixture.MONTH)).isEmpty();
        for (int length = 1; length <= 2; length++) {
            PackFixture.build(lake, length);

            PackRecord pack = packs.of(PackFixture.MONTH).orElseThrow();
            assertThat(PackFixture.text(lake, pack)).isEqualTo(PackFixture.text(length));
            assertNothingBeside(lake, pack);
        }
    }

    void assertNothingBeside(Lake of, PackRecord pack) {
        Packs packs = new Packs(of);
        assertThat(of.files().names(packs.month(PackFixture.MONTH)))
                .containsExactly(pack.length() + ".parquet", "_PACK.json");
        assertThat(of.files().names(packs.building())).isSubsetOf("_LOCK");
    }

    @Test
    void twoMayBuildTheSamePack() {
        try (PackBuild other = PackBuild.begin(lake)) {
            PackFixture.build(lake, 1);

            assertThat(other.run()).isNotNull();
            assertThat(new Packs(lake).of(PackFixture.MONTH)).isPresent();
            PackFixture.publish(other, lake, 2);
        }
        PackRecord pack = new Packs(lake).of(PackFixture.MONTH).orElseThrow();
        assertThat(PackFixture.text(lake, pack)).isEqualTo(PackFixture.text(2));
    }

    @Test
    void refusesFilesThatAreNotThoseOfTheRun() {
        StagedRun run = fixture.stage("first", false);
        Path stranger = new Path(lake.stagedDay(Table.ACTIONS, run.run(), DAY), "stranger.parquet");
        lake.files().writeWhole(stranger, "x");

        assertThatThrownBy(() -> fixture.publish(run))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot publish " + lake.stagedDay(Table.ACTIONS, run.run(), DAY)
                        + " because its files are not those of its run: expected {part-00000.parquet=5,"
                        + " part-00001.parquet=5}, found {part-00000.parquet=5, part-00001.parquet=5,"
                        + " stranger.parquet=1}; run the step again");
        assertThat(lake.published(Table.ACTIONS, DAY)).isEmpty();
    }

    @Test
    void removesAnUnfinishedRunWhenItIsClosed() {
        try (StagingRun staging = StagingRun.begin(lake, Table.ACTIONS, new RunId("broken"))) {
            assertThat(staging.run()).hasToString("broken");
            assertThat(isThere(lake, "broken")).isTrue();
        }
        assertThat(isThere(lake, "broken")).isFalse();
    }

    @Test
    void startsARunOfTheSameIdAfresh() {
        fixture.stage("same", true);
        StagedRun again = fixture.stage("same", false);

        assertThat(lake.stagedRuns(Table.ACTIONS)).containsExactly(again);
        assertNoRejectedRows(lake, again);
    }

    void assertNoRejectedRows(Lake of, StagedRun run) {
        assertThat(of.files().exists(of.stagedRejected(Table.ACTIONS, run.run(), DAY.toString())))
                .isFalse();
    }

    @Test
    void leavesTheRunOfALiveProcessAloneAndRemovesThatOfADeadOne() {
        Owner here = Owner.current();
        own(lake, "alive", new Owner("other", here.host(), here.pid(), here.startedAt()));
        own(lake, "dead", new Owner("other", here.host(), here.pid(), Instant.EPOCH));

        new Recovery(lake).recover(Table.ACTIONS);

        assertThat(isThere(lake, "alive")).isTrue();
        assertThat(isThere(lake, "dead")).isFalse();
        assertThatThrownBy(() -> StagingRun.begin(lake, Table.ACTIONS, new RunId("alive")))
                .isInstanceOf(BackstoryException.class)
                .hasMessageContaining("is writing it; wait for it, or use another --run-id");
    }

    @Test
    void removesWhatALaterRunPublishedAndKeepsWhatWasStagedAfterIt() {
        ofADeadOwner(fixture.stage("first", false));
        StagedRun second = ofADeadOwner(fixture.stage("second", false));
        StagedRun third = ofADeadOwner(fixture.stage("third", false));
        fixture.publish(second);

        new Recovery(lake).recover(Table.ACTIONS);

        assertThat(isThere(lake, "first")).isFalse();
        assertThat(lake.isStaged(third, DAY)).isTrue();
        fixture.publish(third);
        assertThat(fixture.publishedText()).isEqualTo("third");
    }

    private StagedRun ofADeadOwner(StagedRun run) {
        Owner here = Owner.current();
        own(lake, run.run().value(), new Owner("other", here.host(), here.pid(), Instant.EPOCH));
        return run;
    }

    @Test
    void publishesInTurnWhenManyRunsOfOneDayMeet() throws Exception {
        List<StagedRun> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(fixture.stage("run-" + i, i % 2 == 0));
        }
        publishAtOnce(runs);

        assertThat(fixture.publishedText()).as("the one that was staged last").isEqualTo("run-3");
        assertThat(lake.published(Table.ACTIONS, DAY).orElseThrow().run()).hasToString("run-3");
        assertThat(fixture.rejectedText()).isEqualTo("none");
    }

    @Test
    void aRunDoesNotReplaceOneThatWasStagedAfterIt() {
        StagedRun older = fixture.stage("older", true);
        fixture.publish(fixture.stage("newer", false));

        assertThatThrownBy(() -> fixture.publish(older))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot publish actions of 2025-08-14 by run older because run newer, which was staged"
                        + " later, is published; there is nothing to do");

        assertThat(fixture.publishedText()).isEqualTo("newer");
        assertThat(fixture.rejectedText()).isEqualTo("none");
    }

    @Test
    void rowsWithoutADayOfALaterRunStayWhileAnEarlierOneHasADayThatWaits() {
        fixture.publish(fixture.stage("earlier", true, List.of(DAY, DAY.plusDays(1))));
        Path unknown = new Path(lake.rejected(Table.ACTIONS, Lake.UNKNOWN), "part-00000.parquet");
        lake.files().makeFolder(unknown.getParent());
        lake.files().writeWhole(unknown, "later");

        new Recovery(lake).recover(Table.ACTIONS);

        assertThat(lake.files().read(unknown)).contains("later");
        assertThat(fixture.rejectedText()).isEqualTo("earlier");
    }

    private void publishAtOnce(List<StagedRun> runs) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(runs.size());
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> done = new ArrayList<>();
            for (StagedRun run : runs) {
                done.add(pool.submit(() -> {
                    start.await();
                    try {
                        fixture.publish(run);
                    } catch (BackstoryException e) {
                        assertThat(e).hasMessageContaining("which was staged later, is published");
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
