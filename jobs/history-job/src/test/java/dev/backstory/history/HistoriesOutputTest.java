package dev.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.testsupport.Seeds;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table histories beside training, alone, and added to a lake that has training already. */
class HistoriesOutputTest {
    private static final LocalDate D12 = LocalDate.parse("2025-08-12");
    private static final LocalDate D13 = LocalDate.parse("2025-08-13");
    private static final LocalDate D14 = LocalDate.parse("2025-08-14");
    private static final String BOTH = "history: {length: 3, lookback: P3D, outputs: [training, histories]}\n";
    private static final String ALONE = "history: {length: 3, lookback: P3D, outputs: [histories]}\n";

    @TempDir
    private Path dir;

    @Test
    void everyCustomerShownSomethingHasOneRow() {
        TestLake lake = shop(ALONE);

        TestLake.Outcome outcome = lake.history("h", new DayRange(D13, D14), 2);

        assertThat(outcome).isEqualTo(new TestLake.Outcome(List.of(D13, D14), List.of(), List.of()));
        assertThat(lake.histories("h", D13)).containsExactly("1|[5]|[1]");
        assertThat(lake.histories("h", D14)).containsExactlyInAnyOrder("1|[6, 5]|[1, 1]", "3|[]|[]");
        assertThat(lake.lake.stagedRuns(Table.TRAINING)).isEmpty();
        StagedRun staged = lake.staged(Table.HISTORIES, "h");
        assertThat(staged.day(D14).orElseThrow().rows()).isEqualTo(2);
        assertThat(staged.day(D14).orElseThrow().inputs()).hasSize(3);
        assertThat(staged.day(D14).orElseThrow().coveredDays()).isEqualTo(2);
        assertThat(lake.printed()).startsWith("history      2 days: 3 histories from 3 actions of 2 days (");
    }

    @Test
    void bothTablesComeOfOnePassUnderOneRun() {
        TestLake lake = shop(BOTH);

        lake.history("h", new DayRange(D13, D14), 2);

        assertThat(lake.staged(Table.HISTORIES, "h").stagedAt())
                .isEqualTo(lake.staged("h").stagedAt());
        assertThat(lake.staged(Table.HISTORIES, "h").settingsHash())
                .isNotEqualTo(lake.staged("h").settingsHash());
        assertThat(lake.histories("h", D14)).hasSize(2);
        assertThat(lake.rows("h", D14)).hasSize(3);
        assertThat(lake.printed()).startsWith("history      2 days: 4 rows and 3 histories from 3 actions of 2 days (");
    }

    @Test
    void aDayWithoutImpressionsIsStagedEmpty() {
        TestLake lake = new TestLake(dir, ALONE);
        lake.publishActions("a", D13, 1, List.of(click(1, 5, D13)));
        lake.publishImpressions("i", D14, List.of());

        assertThat(lake.history("h", DayRange.day(D14), 2).staged()).containsExactly(D14);
        assertThat(lake.staged(Table.HISTORIES, "h").day(D14).orElseThrow().files())
                .isEmpty();
    }

    /** Padded, each history is its customer's in every training row. */
    @ParameterizedTest
    @ValueSource(strings = {"wide", "narrow"})
    void paddedItIsTrainings(String numbers) {
        long seed = Seeds.next();
        Random random = new Random(seed);
        TestLake lake = new TestLake(dir, BOTH + "training: {numbers: " + numbers + "}\n");
        List<TestLake.Action> actions = new ArrayList<>();
        List<TestLake.Impression> shown = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            actions.add(click(1 + random.nextInt(100), 1 + random.nextInt(9), D13));
            shown.add(shown(1 + random.nextInt(120), i));
        }
        lake.publishActions("a", D13, 2, actions);
        lake.publishImpressions("i", D14, shown);

        lake.history("h", DayRange.day(D14), 3);

        String padded = "concat(%1$s, array_repeat(cast(0 as %2$s), 3 - size(%1$s)))";
        boolean narrow = numbers.equals("narrow");
        List<String> histories = lake.rows(
                Table.HISTORIES,
                "h",
                D14,
                "customer_id, " + padded.formatted("actions", narrow ? "int" : "bigint") + ", "
                        + padded.formatted("action_types", narrow ? "tinyint" : "int"));
        assertThat(histories)
                .as("seed %d", seed)
                .hasSizeGreaterThan(50)
                .containsExactlyInAnyOrderElementsOf(
                        lake.rows(Table.TRAINING, "h", D14, "customer_id, actions, action_types").stream()
                                .distinct()
                                .toList());
    }

    @Test
    void aTableThatIsAddedLaterLeavesTheOtherAsItIs() {
        TestLake before = shop("history: {length: 3, lookback: P3D}\n");
        DayRange range = new DayRange(D13, D14);
        before.history("t", range, 1);
        StagedRun training = before.staged("t");
        training.days().forEach(day -> before.publish(training, day));
        TestLake lake = new TestLake(dir, BOTH);

        assertThat(lake.history("h", range, 1)).isEqualTo(new TestLake.Outcome(range.days(), List.of(), List.of()));

        assertThat(lake.lake.stagedRuns(Table.TRAINING)).isEmpty();
        StagedRun histories = lake.staged(Table.HISTORIES, "h");
        histories.days().forEach(day -> lake.publish(histories, day));
        assertThat(lake.history("again", range, 1)).isEqualTo(new TestLake.Outcome(List.of(), range.days(), List.of()));

        lake.publishActions("a2", D13, 1, List.of(click(1, 8, D13)));
        assertThat(lake.history("stale", range, 1))
                .isEqualTo(new TestLake.Outcome(List.of(D14), List.of(D13), List.of()));
        assertThat(lake.rows("stale", D14)).hasSize(3);
        assertThat(lake.histories("stale", D14)).contains("1|[8, 5]|[1, 1]");
    }

    /** What a killed process leaves when it got as far as the manifest of one of the tables. */
    @Test
    void aRunThatDiedBetweenItsTablesIsBuiltAgain() {
        TestLake lake = shop(BOTH);
        lake.history("died", DayRange.day(D14), 1);
        lake.lake
                .files()
                .delete(new org.apache.hadoop.fs.Path(
                        lake.lake.run(Table.HISTORIES, new RunId("died")), "_STAGED.json"));
        lake.publish(lake.staged("died"), lake.staged("died").day(D14).orElseThrow());

        lake.history("next", DayRange.day(D14), 1);

        assertThat(lake.lake.stagedRuns(Table.TRAINING)).isEmpty();
        assertThat(lake.histories("next", D14)).hasSize(2);
    }

    @Test
    void aRunThatIsBeingWrittenIsLeftAlone() {
        TestLake lake = shop(BOTH);
        try (StagingRun other = StagingRun.begin(lake.lake, Table.HISTORIES, new RunId("other"))) {
            lake.history("h", DayRange.day(D14), 1);
            assertThat(lake.lake.unfinishedRuns(Table.HISTORIES))
                    .singleElement()
                    .satisfies(run -> assertThat(run.run()).isEqualTo(other.run()));
        }
        assertThat(lake.lake.unfinishedRuns(Table.TRAINING)).isEmpty();
    }

    private TestLake shop(String settings) {
        TestLake lake = new TestLake(dir, settings);
        lake.publishActions("a", D12, 1, List.of(click(1, 5, D12)));
        lake.publishActions("b", D13, 2, List.of(click(1, 6, D13), click(2, 7, D13)));
        lake.publishImpressions("i13", D13, List.of(shown(1, 0)));
        lake.publishImpressions("i14", D14, List.of(shown(1, 0), shown(1, 1), shown(3, 0)));
        return lake;
    }

    private static TestLake.Action click(long customer, long item, LocalDate dt) {
        long noon = IsoTime.dayStartMicros(dt, ZoneOffset.UTC) + 12 * 3_600_000_000L;
        return new TestLake.Action(customer, item, noon, 1);
    }

    private static TestLake.Impression shown(long customer, int position) {
        return new TestLake.Impression("r", customer, position, 8, 1);
    }
}
