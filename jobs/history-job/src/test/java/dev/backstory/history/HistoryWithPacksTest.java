package dev.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.ActionType;
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

/**
 * Histories read in packs against plain SQL, and against those read in days: late and early actions, customers with more
 * actions in a day than a history holds, windows that begin and end within a packed month, a clock change, a day that is
 * published again after its month was packed.
 */
class HistoryWithPacksTest {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final LocalDate FIRST = LocalDate.parse("2025-01-28");
    private static final LocalDate LAST = LocalDate.parse("2025-04-03");
    /** Reaches back into a packed month, ends in another, and goes beyond both. */
    private static final DayRange BUILT = new DayRange(LocalDate.parse("2025-03-27"), LocalDate.parse("2025-04-03"));

    private static final LocalDate CORRECTED = LocalDate.parse("2025-03-11");

    @TempDir
    private java.nio.file.Path dir;

    @ParameterizedTest
    @CsvSource({
        "1, Europe/Berlin, 2, 5, 1",
        "3, Europe/Berlin, 4, 33, 2",
        "2, America/New_York, 3, 40, 2",
        "5, Asia/Tokyo, 50, 20, 1",
        "4, America/St_Johns, 1, 36, 2",
    })
    void isTheSameSlotBySlot(int ranges, String zone, int length, int lookbackDays, int packs) {
        long seed = Seeds.next();
        Random random = new Random(seed);
        TestLake lake = new TestLake(
                dir,
                "timezone: " + zone + "\nhistory: {length: " + length + ", lookback: P" + lookbackDays
                        + "D, outputs: [training, histories]}\n");
        Map<LocalDate, List<TestLake.Action>> actions = new TreeMap<>();
        for (LocalDate dt : new DayRange(FIRST, LAST).days()) {
            actions.put(dt, actions(random, dt, ZoneId.of(zone)));
        }
        Map<LocalDate, List<TestLake.Impression>> impressions = impressions(random);
        actions.forEach((dt, rows) -> lake.publishActions("a-" + dt, dt, 1 + random.nextInt(3), rows));
        impressions.forEach((dt, rows) -> lake.publishImpressions("i-" + dt, dt, rows));
        List<String> fromDays = rows(lake, "days", ranges);
        assertThat(lake.printed()).doesNotContain("pack");

        lake.packs(1 + random.nextInt(4)).all(false);
        assertThat(rows(lake, "packs", ranges)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(fromDays);
        assertThat(packsRead(lake)).isEqualTo(packs);
        assertThat(fromDays)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(
                        inSql(new HistoryInSql(lake.spark, actions, impressions), lookbackDays, zone, length));

        actions.put(CORRECTED, actions(random, CORRECTED, ZoneId.of(zone)));
        lake.publishActions("corrected", CORRECTED, 1, actions.get(CORRECTED));
        List<String> corrected = inSql(new HistoryInSql(lake.spark, actions, impressions), lookbackDays, zone, length);
        assertThat(rows(lake, "stale", ranges)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(corrected);
        lake.packs(2).all(false);
        assertThat(lake.printed()).contains("pack         1 month is current\npack         2025-03 again: ");
        assertThat(rows(lake, "anew", ranges)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(corrected);
        assertThat(packsRead(lake)).isEqualTo(packs);
    }

    private static int packsRead(TestLake lake) {
        String line = lake.printed()
                .lines()
                .filter(printed -> printed.startsWith("history "))
                .reduce((first, last) -> last)
                .orElseThrow();
        return Integer.parseInt(line.replaceAll(".* of them in (\\d+) packs?.*", "$1"));
    }

    private static List<String> inSql(HistoryInSql sql, int lookbackDays, String zone, int length) {
        List<String> rows = new ArrayList<>(sql.rows(lookbackDays, zone, length));
        rows.addAll(sql.histories(lookbackDays, zone, length));
        return rows;
    }

    private static List<String> rows(TestLake lake, String run, int ranges) {
        assertThat(lake.history(run, BUILT, ranges).staged()).isEqualTo(BUILT.days());
        return lake.rowsAndHistories(run, BUILT.days());
    }

    private static List<TestLake.Action> actions(Random random, LocalDate dt, ZoneId zone) {
        long start = IsoTime.dayStartMicros(dt, zone);
        List<TestLake.Action> rows = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            long offset = switch (random.nextInt(8)) {
                case 0 -> 0;
                case 1 -> -1;
                case 2 -> (random.nextInt(121) - 60) * 24L * HOUR_MICROS;
                case 3 -> (random.nextInt(9) - 4) * 6L * HOUR_MICROS;
                default -> random.nextInt(24) * HOUR_MICROS;
            };
            // The first customer does as much as all others.
            long customer = random.nextBoolean() ? 1 : 1 + random.nextInt(12);
            rows.add(new TestLake.Action(customer, 1 + random.nextInt(9), start + offset, type(random)));
        }
        return rows;
    }

    /** Up to the largest that there may be. */
    private static int type(Random random) {
        return random.nextInt(8) == 0 ? 1 + random.nextInt(ActionType.LARGEST) : 1 + random.nextInt(3);
    }

    private static Map<LocalDate, List<TestLake.Impression>> impressions(Random random) {
        Map<LocalDate, List<TestLake.Impression>> byDay = new TreeMap<>();
        for (LocalDate dt : BUILT.days()) {
            List<TestLake.Impression> rows = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                rows.add(new TestLake.Impression("r" + i, 1 + random.nextInt(15), i, 1 + random.nextInt(9), 1));
            }
            byDay.put(dt, rows);
        }
        return byDay;
    }
}
