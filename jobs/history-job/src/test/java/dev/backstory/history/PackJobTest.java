package dev.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PackRecord;
import dev.backstory.history.merge.RangePlan;
import dev.backstory.history.pack.PackPipeline;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.store.Packs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which months are packed, which packs are used, and what is said about the others. */
class PackJobTest {
    private static final YearMonth FEBRUARY = YearMonth.of(2025, 2);
    private static final LocalDate D3 = LocalDate.parse("2025-03-03");
    private static final String SETTINGS = "history: {length: 3, lookback: P20D}\n";

    @TempDir
    private Path dir;

    @Test
    void completeMonthsArePackedOnceAndTheOthersNamed() throws IOException {
        TestLake lake = new TestLake(dir, SETTINGS);
        publishFebruary(lake);
        lake.publishActions("m", LocalDate.parse("2025-03-02"), 1, List.of());

        PackPipeline packs = lake.packs(2);
        assertThat(packs.packed()).isEqualTo("no pack was built, and those that were there are as they were");
        packs.all(false);
        assertThat(packs.packed()).isEqualTo("the packs of 2025-02 are built, and the others are as they were");

        String march =
                "pack         2025-03 is not complete, and stays as days: 2025-03-01, 2025-03-03 to 2025-03-31 are"
                        + " not published\n";
        assertThat(lake.printed())
                .startsWith(
                        march + "pack         2025-02: 32 actions in 2 files of 0.0 MB, 2 left out that no history can"
                                + " hold (")
                .endsWith(" s)\n");
        PackRecord pack = new Packs(lake.lake).of(FEBRUARY).orElseThrow();
        assertThat(pack.days()).hasSize(28).allMatch(day -> day.run().value().equals("a-" + day.dt()));
        assertThat(pack.actions()).isEqualTo(34);
        assertThat(pack.serves(2, ZoneOffset.UTC)).isFalse();
        assertThat(pack.serves(2, lake.config.timezone())).isTrue();
        assertThat(pack.serves(4, lake.config.timezone())).isFalse();
        assertThat(names(lake, "_packs/actions/month=2025-02")).hasSize(3);
        assertThat(names(lake, "_packs/actions/_building")).hasSize(1);

        lake.packs(2).all(false);
        assertThat(lake.printed()).endsWith(march + "pack         1 month is current\n");
        lake.packs(2).month(FEBRUARY, true);
        assertThat(lake.printed()).contains("pack         2025-02 again: ");
        assertThat(new Packs(lake.lake).of(FEBRUARY).orElseThrow().run()).isNotEqualTo(pack.run());
    }

    @Test
    void aSmallPackHasFewFilesHoweverManyTheCores() {
        assertThat(new RangePlan(200).packRanges(0)).hasSize(1);
        assertThat(new RangePlan(200).packRanges(1_600_000)).hasSize(3);
        assertThat(new RangePlan(2).packRanges(1_600_000)).hasSize(2);
        assertThat(new RangePlan(200).packRanges(760_000_000)).hasSize(400);
    }

    @Test
    void aMonthAskedForMustHaveAllItsDays() {
        TestLake lake = new TestLake(dir, SETTINGS);
        publishFebruary(lake);

        assertThatThrownBy(() -> lake.packs(1).month(YearMonth.of(2025, 3), false))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("""
                        Cannot pack 2025-03 because 31 of its 31 days of actions are not published: \
                        2025-03-01 to 2025-03-31; build them with
                          bin/backstory actions --config pipeline.yaml --from 2025-03-01 --to 2025-03-31
                          bin/backstory dq --step actions --config pipeline.yaml --from 2025-03-01 --to 2025-03-31""");
        assertThat(new Packs(lake.lake).of(YearMonth.of(2025, 3))).isEmpty();
    }

    @Test
    void daysChooseTheirMonths() {
        TestLake lake = new TestLake(dir, SETTINGS);
        publishFebruary(lake);
        publishMarch(lake);

        lake.packs(1).monthsOf(new DayRange(LocalDate.parse("2025-01-31"), FEBRUARY.atDay(1)), false);
        assertThat(lake.printed())
                .startsWith("pack         2025-01 is not complete, and stays as days: 2025-01-01 to 2025-01-31 are not"
                        + " published\npack         2025-02: ")
                .doesNotContain("2025-03");
        lake.packs(1).monthsOf(DayRange.day(FEBRUARY.atDay(9)), false);
        assertThat(lake.printed()).endsWith("pack         1 month is current\n");
    }

    @Test
    void nothingPublishedIsNothingToPack() {
        TestLake lake = new TestLake(dir, SETTINGS);

        lake.packs(1).all(false);

        assertThat(lake.printed())
                .isEqualTo("pack         no month of actions has all its days published: nothing to pack\n");
        assertThat(dir.resolve("lake")).doesNotExist();
    }

    @Test
    void aPackIsUsedOnlyWhileItHoldsWhatIsPublished() {
        TestLake lake = new TestLake(dir, "history: {length: 3, lookback: P20D, missing-days: warn}\n");
        publishFebruary(lake);
        publishMarch(lake);
        lake.packs(2).all(false);
        assertThat(historyOf(lake, "h1")).isEqualTo("of 20 days, 18 of them in 1 pack");

        // A day that the window does not hold may be any run's.
        lake.publishActions("again", FEBRUARY.atDay(1), 1, List.of());
        assertThat(historyOf(lake, "h2")).isEqualTo("of 20 days, 18 of them in 1 pack");

        // The same run may publish a day again.
        LocalDate within = FEBRUARY.atDay(20);
        lake.publishActions("a-" + within, within, 1, List.of());
        assertThat(historyOf(lake, "h3")).isEqualTo("of 20 days");
        lake.packs(2).month(FEBRUARY, false);
        assertThat(historyOf(lake, "h4")).isEqualTo("of 20 days, 18 of them in 1 pack");

        lake.lake.files().delete(lake.lake.day(dev.backstory.core.contract.Table.ACTIONS, within));
        assertThat(historyOf(lake, "h5")).isEqualTo("of 19 days");
    }

    @Test
    void aPackOfAnotherLengthOrZoneIsNotUsed() {
        TestLake lake = new TestLake(dir, SETTINGS + "timezone: Europe/Berlin\n");
        publishFebruary(lake);
        publishMarch(lake);
        for (String other : List.of(
                "history: {length: 2, lookback: P20D}\ntimezone: Europe/Berlin\n",
                "history: {length: 3, lookback: P20D}\ntimezone: Europe/Paris\n")) {
            lake.packs(new TestLake(dir, other).config, 1).month(FEBRUARY, false);
            assertThat(historyOf(lake, "h")).isEqualTo("of 20 days");
        }
        // A longer one holds all that a shorter history needs.
        lake.packs(new TestLake(dir, "history: {length: 4}\ntimezone: Europe/Berlin\n").config, 1)
                .month(FEBRUARY, false);
        assertThat(historyOf(lake, "h")).isEqualTo("of 20 days, 18 of them in 1 pack");
    }

    @Test
    void aDamagedPackIsNamedWithTheCommandThatBuildsIt() throws IOException {
        TestLake lake = new TestLake(dir, SETTINGS);
        publishFebruary(lake);
        publishMarch(lake);
        lake.packs(1).all(false);
        PackRecord pack = new Packs(lake.lake).of(FEBRUARY).orElseThrow();
        Path file = dir.resolve("lake/_packs/actions/month=2025-02")
                .resolve(pack.files().get(0).name());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));

        assertThatThrownBy(() -> lake.history("h", DayRange.day(D3), 1))
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith("Cannot read " + file + " because it is missing, damaged or not Backstory's (")
                .hasMessageEndingWith(
                        "; build its month again with: bin/backstory pack --config pipeline.yaml --month 2025-02 --rebuild");
        lake.packs(1).month(FEBRUARY, true);
        assertThat(lake.history("h", DayRange.day(D3), 1).staged()).containsExactly(D3);
    }

    @Test
    void aDayReplacedMeanwhileLeavesNoPack() {
        TestLake lake = new TestLake(dir, SETTINGS);
        publishFebruary(lake);
        RangePlan replacing = new RangePlan(1) {
            @Override
            public List<HashRange> ranges(long actions, long slots) {
                lake.publishActions("late", FEBRUARY.atDay(4), 1, List.of());
                return super.ranges(actions, slots);
            }
        };

        assertThatThrownBy(() -> lake.packs(lake.config, replacing).all(false))
                .hasMessage("Cannot finish the pack of 2025-02 because a day of its actions was replaced while it was"
                        + " read; run it again");
        assertThat(new Packs(lake.lake).of(FEBRUARY)).isEmpty();
        assertThat(names(lake, "_packs/actions/_building")).containsExactly("_LOCK");
    }

    @Test
    void attemptsThatFailLeaveNoTrace() throws IOException {
        TestLake lake = new TestLake(dir, SETTINGS);
        publishFebruary(lake);

        FirstAttemptsFail.install(lake.conf);
        lake.packs(4).all(false);

        PackRecord pack = new Packs(lake.lake).of(FEBRUARY).orElseThrow();
        assertThat(pack.files().stream().mapToLong(file -> file.actions()).sum())
                .isEqualTo(32);
        assertThat(names(lake, "_packs/actions/month=2025-02"))
                .hasSize(pack.files().size() + 1);
    }

    /** Every day a click; on the 20th five of one more customer, of which a history of three can hold three. */
    private static void publishFebruary(TestLake lake) {
        for (LocalDate dt : new DayRange(FEBRUARY.atDay(1), FEBRUARY.atEndOfMonth()).days()) {
            List<TestLake.Action> actions = new ArrayList<>(List.of(click(1, dt)));
            if (dt.getDayOfMonth() == 20) {
                actions.addAll(java.util.Collections.nCopies(5, click(2, dt)));
                actions.add(click(3, dt));
            }
            lake.publishActions("a-" + dt, dt, 1, actions);
        }
    }

    private static List<String> names(TestLake lake, String folder) {
        return lake.lake.files().names(new org.apache.hadoop.fs.Path(lake.lake.root(), folder));
    }

    private static void publishMarch(TestLake lake) {
        for (LocalDate dt : new DayRange(D3.minusDays(2), D3).days()) {
            lake.publishActions("a-" + dt, dt, 1, List.of(click(1, dt)));
        }
        lake.publishImpressions("i", D3, List.of(new TestLake.Impression("r", 1, 0, 8, 1)));
    }

    private static String historyOf(TestLake lake, String run) {
        lake.history(run, DayRange.day(D3), 2);
        String printed = lake.printed();
        return printed.substring(printed.lastIndexOf(" actions ") + " actions ".length(), printed.lastIndexOf(" ("));
    }

    private static TestLake.Action click(long customer, LocalDate dt) {
        return new TestLake.Action(customer, 5, IsoTime.dayStartMicros(dt, ZoneOffset.UTC) + 12 * 3_600_000_000L, 1);
    }
}
