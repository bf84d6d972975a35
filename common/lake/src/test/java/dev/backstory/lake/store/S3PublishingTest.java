package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.run.Owner;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.lake.run.WithoutDay;
import dev.backstory.testsupport.S3Server;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same on an object store, where nothing is renamed. */
@Tag("cluster")
class S3PublishingTest extends PublishingContract {
    @Override
    Lake newLake() {
        return S3Lake.at(S3Server.get().address(), S3Server.get().newBucket());
    }

    @Override
    void own(Lake of, String run, Owner owner, LocalDate... days) {
        S3Lake.own(of, run, owner, DayRange.fold(new TreeSet<>(List.of(days))));
    }

    @Override
    boolean isThere(Lake of, String run) {
        return S3Lake.isThere(of, run);
    }

    @Override
    void assertNothingBeside(Lake of, PackRecord pack) {
        if (!of.isOnObjectStore()) {
            super.assertNothingBeside(of, pack);
            return;
        }
        assertThat(of.files().names(new Packs(of).month(pack.month()))).containsExactly("_PACK.json");
        Path folder = new Packs(of).file(pack, pack.files().get(0)).getParent();
        assertThat(of.files().objects(folder, "")).hasSize(1);
        assertThat(of.files().objects(new Path(of.root(), "_staging/_packs"), "run="))
                .isEmpty();
    }

    /** Those of the run that started afresh stay until the audit is surely over that may be about to publish them. */
    @Override
    void assertNoRejectedRows(Lake of, StagedRun run) {
        assertThat(run.day(DAY).orElseThrow().rejectedFiles()).isEmpty();
    }

    @Test
    @Override
    void refusesFilesThatAreNotThoseOfTheRun() {
        StagedRun run = fixture.stage("first", false);
        List<StagedFile> files = run.day(DAY).orElseThrow().files();
        Path folder = lake.stagedDay(Table.ACTIONS, run.run(), DAY);
        lake.files().writeWhole(new Path(folder, files.get(0).name()), "x");
        long bytes = files.get(0).bytes();

        assertThatThrownBy(() -> fixture.publish(run))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot publish " + folder + " because its files are not those of its run: expected {"
                        + files.get(0).name() + "=" + bytes + ", "
                        + files.get(1).name() + "=" + bytes + "}, found {"
                        + files.get(0).name() + "=1, " + files.get(1).name() + "=" + bytes + "}; run the step again");
        assertThat(lake.published(Table.ACTIONS, DAY)).isEmpty();
    }

    @Test
    void aLateAttemptDoesNoHarmAndGoesWhenTheRunIsOver() {
        StagedRun run = fixture.stage("first", false);
        Path late = new Path(lake.stagedDay(Table.ACTIONS, run.run(), DAY), "late.parquet");
        lake.files().writeWhole(late, "of another attempt");

        fixture.publish(run);

        assertThat(fixture.publishedText()).isEqualTo("first");
        assertThat(lake.files().exists(late)).isFalse();
        assertThat(isThere(lake, "first")).isFalse();
    }

    @Test
    @Override
    void rowsWithoutADayOfALaterRunStayWhileAnEarlierOneHasADayThatWaits() {
        fixture.publish(fixture.stage("earlier", true, List.of(DAY, DAY.plusDays(1))));
        Path unknown = new Path(lake.rejected(Table.ACTIONS, Lake.UNKNOWN), Lake.PUBLISHED);
        WithoutDay later =
                new WithoutDay(new RunId("later"), Instant.now(), List.of(new StagedFile("part.parquet", 1, 5)));
        lake.files().writeWhole(unknown, RunJson.write(later));

        new Recovery(lake).recover(Table.ACTIONS);

        assertThat(lake.rejectedWithoutDay(Table.ACTIONS))
                .containsExactly(new Path(lake.root(), "actions/_runs/later/rejected/dt=unknown/part.parquet"));
        assertThat(fixture.rejectedText()).isEqualTo("earlier");
    }

    @Test
    void whatWasReplacedStaysForItsReadersAndGoesLater() {
        fixture.publish(fixture.stage("first", true));
        List<Path> old = filesOfTheDay();
        fixture.publish(fixture.stage("second", true));

        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(old).as("a reader may hold the old record").allMatch(lake.files()::exists);

        lake.files().conf().set(ReplacedFiles.KEPT, "PT0S");
        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(old).noneMatch(lake.files()::exists);
        assertThat(lake.objects(Table.ACTIONS).objects(lake.staging(Table.ACTIONS), ""))
                .isEmpty();
        assertThat(fixture.publishedText()).isEqualTo("second");
        assertThat(fixture.rejectedText()).isEqualTo("second");
    }

    @Test
    void whatIsPublishedStaysWhenItsRunStartsAfresh() {
        fixture.publish(fixture.stage("same", true));
        lake.files().conf().set(ReplacedFiles.KEPT, "PT0S");
        StagedRun again = fixture.stage("same", false);
        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(fixture.rejectedText()).isEqualTo("same");
        assertThat(fixture.publishedText()).isEqualTo("same");

        fixture.publish(again);
        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(fixture.publishedText()).isEqualTo("same");
        assertThat(fixture.rejectedText()).isEqualTo("none");
        assertThat(lake.objects(Table.ACTIONS).objects(lake.run(Table.ACTIONS, again.run()), ""))
                .as("what the first of them wrote is gone")
                .hasSize(2 + recordsAmongFiles());
    }

    /** How many objects of a day's folder are no files of the table. */
    int recordsAmongFiles() {
        return 0;
    }

    private List<Path> filesOfTheDay() {
        return lake.published(Table.ACTIONS, DAY).orElseThrow().files().stream()
                .map(file -> lake.file(lake.published(Table.ACTIONS, DAY).orElseThrow(), file))
                .toList();
    }

    @Test
    void aRunThatWasTakenForDeadCannotFinish() {
        StagingRun slept = StagingRun.begin(lake, Table.ACTIONS, new RunId("slept"), new TreeSet<>(List.of(DAY)));
        AttemptFolder attempt = AttemptFolder.create(slept.folder(), 0);
        lake.files().writeWhole(attempt.file("dt=" + DAY, "part.parquet"), "slept");
        S3Lake.own(lake, "slept", S3Lake.dead(), List.of());
        new Recovery(lake).recover(Table.ACTIONS);
        assertThat(lake.objects(Table.ACTIONS).objects(lake.run(Table.ACTIONS, new RunId("slept")), ""))
                .isEmpty();
        StagedRun other = fixture.stage("slept", false);

        StagedRun manifest = new StagedRun(
                Table.ACTIONS,
                new RunId("slept"),
                Instant.now(),
                "settings",
                "test",
                "schema",
                List.of(),
                List.of(),
                java.util.Map.of());
        assertThatThrownBy(() -> slept.finish(manifest))
                .isInstanceOf(BackstoryException.class)
                .hasMessage(
                        "Cannot go on with run slept of actions because another process took it for dead and removed"
                                + " it; nothing was staged, run it again");
        slept.close();
        fixture.publish(other);
        assertThat(fixture.publishedText())
                .as("the run of the same id is whole")
                .isEqualTo("slept");
    }
}
