package dev.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.testsupport.Seeds;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole step on random days against plain SQL: late and early actions, ties, duplicates, nulls, clock changes. */
class HistoryAgainstSqlTest {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final LocalDate FIRST = LocalDate.parse("2025-03-20");
    private static final int HISTORY_DAYS = 16;
    private static final DayRange BUILT = new DayRange(LocalDate.parse("2025-03-29"), LocalDate.parse("2025-04-04"));

    @TempDir
    private java.nio.file.Path dir;

    @ParameterizedTest
    @CsvSource({
        "1, Europe/Berlin, America/Los_Angeles, 3, 5",
        "3, Europe/Berlin, Asia/Tokyo, 20, 7",
        "8, America/New_York, UTC, 100, 6",
    })
    void everyRowIsWhatSqlSays(int ranges, String zone, String sessionZone, int length, int lookbackDays) {
        long seed = Seeds.next();
        Random random = new Random(seed);
        TestLake lake = new TestLake(
                dir,
                "timezone: " + zone + "\nhistory: {length: " + length + ", lookback: P" + lookbackDays
                        + "D, outputs: [training, histories]}\n");
        Map<LocalDate, List<TestLake.Action>> actions = actions(random, ZoneId.of(zone));
        Map<LocalDate, List<TestLake.Impression>> impressions = impressions(random);
        actions.forEach((dt, rows) -> lake.publishActions("a-" + dt, dt, 1 + random.nextInt(3), rows));
        impressions.forEach((dt, rows) -> lake.publishImpressions("i-" + dt, dt, rows));

        lake.spark.conf().set("spark.sql.session.timeZone", sessionZone);
        TestLake.Outcome outcome = lake.history("h", BUILT, ranges);

        assertThat(outcome.staged()).isEqualTo(BUILT.days());
        List<String> rows = new ArrayList<>();
        for (LocalDate day : BUILT.days()) {
            lake.rows("h", day).forEach(row -> rows.add(day + "|" + row));
        }
        HistoryInSql sql = new HistoryInSql(lake.spark, actions, impressions);
        assertThat(rows).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(sql.rows(lookbackDays, zone, length));
        List<String> histories = new ArrayList<>();
        for (LocalDate day : BUILT.days()) {
            lake.histories("h", day).forEach(row -> histories.add(day + "|" + row));
        }
        assertThat(histories)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(sql.histories(lookbackDays, zone, length));
    }

    private static Map<LocalDate, List<TestLake.Action>> actions(Random random, ZoneId zone) {
        Map<LocalDate, List<TestLake.Action>> byDay = new TreeMap<>();
        for (int day = 0; day < HISTORY_DAYS; day++) {
            LocalDate dt = FIRST.plusDays(day);
            long start = IsoTime.dayStartMicros(dt, zone);
            List<TestLake.Action> rows = new ArrayList<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                long offset = switch (random.nextInt(8)) {
                    case 0 -> 0;
                    case 1 -> -1;
                    case 2 -> (random.nextInt(9) - 4) * 24L * HOUR_MICROS;
                    default -> random.nextInt(24) * HOUR_MICROS;
                };
                rows.add(new TestLake.Action(
                        1 + random.nextInt(12), 1 + random.nextInt(9), start + offset, 1 + random.nextInt(3)));
            }
            byDay.put(dt, rows);
        }
        return byDay;
    }

    private static Map<LocalDate, List<TestLake.Impression>> impressions(Random random) {
        Map<LocalDate, List<TestLake.Impression>> byDay = new TreeMap<>();
        for (LocalDate dt : BUILT.days()) {
            List<TestLake.Impression> rows = new ArrayList<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                rows.add(new TestLake.Impression(
                        random.nextInt(4) == 0 ? null : "r" + random.nextInt(3),
                        1 + random.nextInt(15),
                        i,
                        1 + random.nextInt(9),
                        random.nextInt(3) == 0 ? null : random.nextInt(2)));
            }
            byDay.put(dt, rows);
        }
        return byDay;
    }
}
