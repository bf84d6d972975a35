package dev.backstory.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.testsupport.Seeds;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.Test;

/** The merge against its naive twin, over data that is small in every value so that all collisions happen often. */
class HistoryMergeRandomTest {
    private static final int ROUNDS = 400;
    private static final long DAY_MICROS = 86_400_000_000L;
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "Asia/Tokyo", "America/Bahia_Banderas", "Africa/Cairo");
    private static final List<Period> LOOKBACKS =
            List.of(Period.ofDays(1), Period.ofDays(3), Period.ofDays(10), Period.ofMonths(1), Period.ofYears(1));
    private static final List<LongToIntFunction> HASHES =
            List.of(id -> (int) id, id -> (int) (id % 3), id -> 0, dev.backstory.core.contract.CustomerHash::of);

    @Test
    void agreesWithTheNaiveTwin() {
        long first = Seeds.next();
        for (long seed = first; seed < first + ROUNDS; seed++) {
            check(seed);
        }
    }

    private static void check(long seed) {
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(pick(random, ZONES));
        Period lookback = pick(random, LOOKBACKS);
        int slots = 1 + random.nextInt(12);
        // Around a clock change, a month of 28 days and a leap day.
        LocalDate first = LocalDate.parse("2024-02-20").plusDays(random.nextInt(80));
        List<LocalDate> days = new ArrayList<>();
        for (LocalDate day :
                first.datesUntil(first.plusDays(1 + random.nextInt(8))).toList()) {
            if (days.isEmpty() || random.nextInt(4) > 0) {
                days.add(day);
            }
        }
        int customers = 1 + random.nextInt(8);
        List<Action> actions = new ArrayList<>();
        for (int i = random.nextInt(400); i > 0; i--) {
            LocalDate dt = first.plusDays(random.nextInt(24) - 16);
            long start = IsoTime.dayStartMicros(dt, zone);
            long time = switch (random.nextInt(6)) {
                case 0 -> start;
                case 1 -> start - 1;
                case 2 -> start + (random.nextInt(11) - 5) * DAY_MICROS;
                default -> start + random.nextInt(24) * (DAY_MICROS / 24);
            };
            actions.add(
                    new Action(1 + random.nextInt(customers), 1 + random.nextInt(4), time, 1 + random.nextInt(3), dt));
        }
        List<Impression> impressions = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            impressions.add(new Impression(
                    pick(random, days),
                    1 + random.nextInt(customers + 2),
                    random.nextInt(4) == 0 ? null : "r" + random.nextInt(3),
                    i,
                    1 + random.nextInt(5),
                    random.nextInt(3) == 0 ? null : random.nextInt(2)));
        }

        List<TrainingRow> rows = new MergeInMemory(slots, lookback, zone, pick(random, HASHES))
                .run(days, actions, impressions, 1 + random.nextInt(3));

        NaiveHistory naive = new NaiveHistory(slots, lookback, zone);
        assertThat(rows)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(impressions.stream()
                        .map(impression -> naive.row(impression, actions))
                        .toList());
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
