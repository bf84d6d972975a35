package dev.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.history.TestLake.Action;
import dev.backstory.testsupport.Seeds;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which items a vocabulary has, under which index, and which vocabularies are built. */
class VocabularyJobTest {
    private static final LocalDate D11 = LocalDate.parse("2025-08-11");
    private static final LocalDate D12 = LocalDate.parse("2025-08-12");
    private static final LocalDate D13 = LocalDate.parse("2025-08-13");
    private static final LocalDate D14 = LocalDate.parse("2025-08-14");
    private static final String SHORT = "history: {length: 3, lookback: P2D}\n";

    @TempDir
    private Path dir;

    private static List<Action> clicks(LocalDate day, long... items) {
        List<Action> actions = new ArrayList<>();
        long micros = day.toEpochDay() * 86_400_000_000L;
        for (long item : items) {
            actions.add(new Action(1 + actions.size() % 3, item, micros + actions.size(), 1));
        }
        return actions;
    }

    private static int build(TestLake lake, String run, LocalDate from, LocalDate to, boolean rebuild) {
        return VocabularyJob.run(lake.context(run, new DayRange(from, to), rebuild));
    }

    private static StagedRun staged(TestLake lake, String run) {
        return lake.lake.stagedRun(Table.VOCABULARY, new RunId(run)).orElseThrow();
    }

    /** As item_id|index|count. */
    private static List<String> rows(TestLake lake, String run, LocalDate day) {
        List<String> files = staged(lake, run).day(day).orElseThrow().files().stream()
                .map(StagedFile::name)
                .map(name -> lake.lake.stagedDay(Table.VOCABULARY, new RunId(run), day) + "/" + name)
                .toList();
        return files.isEmpty()
                ? List.of()
                : lake
                        .spark
                        .read()
                        .parquet(files.toArray(new String[0]))
                        .selectExpr("concat_ws('|', item_id, index, count)")
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .toList();
    }

    /** 99 is first seen on the day itself, 4 only before the lookback, 3 too seldom. */
    @Test
    void theMostFrequentItemsOfTheLookbackComeFirst() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a11", D11, 1, clicks(D11, 4, 4, 4, 4));
        lake.publishActions("a12", D12, 2, clicks(D12, 8, 7, 7, 9, 3));
        lake.publishActions("a13", D13, 1, clicks(D13, 9, 9, 8));
        lake.publishActions("a14", D14, 1, clicks(D14, 99, 99, 99));

        assertThat(build(lake, "v", D14, D14, false)).isZero();

        assertThat(rows(lake, "v", D14)).containsExactly("9|2|3", "7|3|2", "8|4|2");
        StagedDay day = staged(lake, "v").day(D14).orElseThrow();
        assertThat(day.inputs())
                .containsExactly(
                        new InputRun(Table.ACTIONS, D12, D12, new RunId("a12")),
                        new InputRun(Table.ACTIONS, D13, D13, new RunId("a13")));
        assertThat(day.windowDays()).isEqualTo(2);
        assertThat(day.coveredDays()).isEqualTo(2);
        assertThat(lake.printed())
                .startsWith("vocabulary   2025-08-14: 3 of 4 items, from 8 actions of 2 days (")
                .endsWith(" s)\n");
    }

    @Test
    void eachDayHasItsOwn() {
        TestLake lake = new TestLake(dir, SHORT + "vocabulary: {min-count: 1, max-items: 2}\n");
        lake.publishActions("a11", D11, 1, clicks(D11, 4, 4, 5));
        lake.publishActions("a12", D12, 1, clicks(D12, 6, 5));
        lake.publishActions("a13", D13, 1, clicks(D13, 6, 7, 8));

        assertThat(build(lake, "v", D12, D14, false)).isZero();

        assertThat(rows(lake, "v", D12)).containsExactly("4|2|2", "5|3|1");
        assertThat(rows(lake, "v", D13)).containsExactly("4|2|2", "5|3|2");
        assertThat(rows(lake, "v", D14)).containsExactly("6|2|2", "5|3|1");
    }

    /** More items than one file has are written by several tasks; the oracle sorts a map. */
    @Test
    void anyActions() {
        long seed = Seeds.next();
        Random random = new Random(seed);
        TestLake lake = new TestLake(dir, SHORT + "vocabulary: {min-count: 3, max-items: 40}\n");
        Map<Long, Long> counts = new TreeMap<>();
        for (LocalDate day : List.of(D12, D13)) {
            long[] items = random.longs(600, 1, 120).map(item -> item * item).toArray();
            lake.publishActions("a" + day, day, 2, clicks(day, items));
            for (long item : items) {
                counts.merge(item, 1L, Long::sum);
            }
        }
        List<String> expected = new ArrayList<>();
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= 3)
                .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(40)
                .forEach(entry -> expected.add(entry.getKey() + "|" + (2 + expected.size()) + "|" + entry.getValue()));

        build(lake, "v", D14, D14, false);

        assertThat(rows(lake, "v", D14)).as("seed %d", seed).containsExactlyElementsOf(expected);
    }

    @Test
    void whatIsPublishedStaysUnlessItIsToBeReplaced() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a12", D12, 1, clicks(D12, 7, 7));
        lake.publishActions("a13", D13, 1, clicks(D13, 8, 8));
        build(lake, "v", D14, D14, false);
        StagedRun run = staged(lake, "v");
        lake.publish(run, run.days().get(0));

        assertThat(build(lake, "again", D14, D14, false)).isZero();
        assertThat(lake.printed()).endsWith("vocabulary   2025-08-14 is published, and stays as it is\n");

        lake.publishActions("b13", D13, 1, clicks(D13, 9, 9));
        assertThat(build(lake, "again", D14, D14, false)).isZero();
        assertThat(lake.printed())
                .endsWith(
                        "vocabulary   2025-08-14 is published, and stays as it is (actions of 2025-08-13 are published"
                                + " by run b13 now, not by run a13; --rebuild makes another one, which models of this one do not"
                                + " know)\n");
        assertThat(lake.lake.stagedRun(Table.VOCABULARY, new RunId("again"))).isEmpty();

        build(lake, "other", D14, D14, true);
        assertThat(rows(lake, "other", D14)).containsExactly("7|2|2", "9|3|2");
    }

    @Test
    void daysThatAreMissingBlockIt() {
        TestLake lake = new TestLake(dir, SHORT);
        lake.publishActions("a11", D11, 1, clicks(D11, 4));

        assertThat(build(lake, "v", D13, D13, false)).isEqualTo(1);
        assertThat(lake.printed()).isEqualTo("""
                        vocabulary: Cannot build the vocabulary of 2025-08-13 because 1 day of actions of its window is not published: \
                        2025-08-12; build them with
                          bin/backstory actions --config pipeline.yaml --dt 2025-08-12
                          bin/backstory dq --step actions --config pipeline.yaml --dt 2025-08-12
                        or set history.missing-days: warn to do without them
                        """);
        assertThat(lake.lake.stagedRuns(Table.VOCABULARY)).isEmpty();
    }

    @Test
    void noActionsAtAllBlockItWhateverMayBeMissing() {
        TestLake lake = new TestLake(dir, "history: {length: 3, lookback: P2D, missing-days: warn}\n");
        lake.publishActions("a11", D11, 1, clicks(D11, 4, 4));

        assertThat(build(lake, "v", D14, D14, false)).isEqualTo(1);
        assertThat(lake.printed())
                .startsWith("vocabulary: Cannot build the vocabulary of 2025-08-14 because no day of actions of its"
                        + " window, 2025-08-12 to 2025-08-13, is published; build them with\n"
                        + "  bin/backstory actions ");
        assertThat(build(lake, "v", D11, D11, false)).isEqualTo(1);
        assertThat(lake.printed())
                .endsWith(
                        "vocabulary: Cannot build the vocabulary of 2025-08-11 because no day of actions of its window,"
                                + " 2025-08-09 to 2025-08-10, is published; name a day after the first one that is\n");

        assertThat(build(lake, "w", D13, D13, false)).isZero();
        assertThat(lake.printed())
                .contains(
                        "vocabulary: WARN the vocabulary of 2025-08-13 is built although 1 day of actions of its window"
                                + " is not published: 2025-08-12 (history.missing-days: warn)\n");
        assertThat(rows(lake, "w", D13)).containsExactly("4|2|2");
    }
}
