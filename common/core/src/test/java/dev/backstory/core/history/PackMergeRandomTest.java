package dev.backstory.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.testsupport.Seeds;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a pack keeps: exactly what its rule says, and all that a history of its length, or a shorter one, can need. */
class PackMergeRandomTest {
    private static final int ROUNDS = 400;
    private static final long HOUR_MICROS = 3_600_000_000L;
    /** The last one sets its clock back a minute after midnight, in a month of 30 days. */
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "Asia/Tokyo", "America/Havana", "America/St_Johns");

    @Test
    void losesNothingThatAHistoryNeeds() {
        long first = Seeds.next();
        for (long seed = first; seed < first + ROUNDS; seed++) {
            check(seed);
        }
    }

    private static void check(long seed) {
        Random random = new Random(seed);
        ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        YearMonth month = YearMonth.of(2010, 1 + random.nextInt(12));
        int length = 1 + random.nextInt(5);
        List<Action> actions = actions(random, month, zone);

        List<Action> packed = new MergeInMemory(length, Period.ofDays(1), zone, CustomerHash::of)
                .pack(month, actions, 1 + random.nextInt(3));

        MergeInMemory order = new MergeInMemory(length, Period.ofDays(1), zone, CustomerHash::of);
        assertThat(packed)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(newestOfEach(order.sorted(actions), length, zone));
        assertThat(packed).as("seed %d", seed).isEqualTo(order.sorted(packed));
        Map<Long, List<Action>> packedOf = packed.stream().collect(Collectors.groupingBy(Action::customer));
        Map<Long, List<Action>> actionsOf = actions.stream().collect(Collectors.groupingBy(Action::customer));
        for (int i = 0; i < 60; i++) {
            Impression shown = new Impression(
                    month.atDay(1).plusDays(random.nextInt(45) - 5), 1 + random.nextInt(3), null, 0, 1, null);
            NaiveHistory history =
                    new NaiveHistory(1 + random.nextInt(length), Period.ofDays(1 + random.nextInt(40)), zone);
            assertThat(history.row(shown, packedOf.getOrDefault(shown.customer(), List.of())))
                    .as("seed %d", seed)
                    .isEqualTo(history.row(shown, actionsOf.getOrDefault(shown.customer(), List.of())));
        }
    }

    private static List<Action> actions(Random random, YearMonth month, ZoneId zone) {
        List<Action> actions = new ArrayList<>();
        int days = 1 + random.nextInt(month.lengthOfMonth());
        for (int i = random.nextInt(600); i > 0; i--) {
            LocalDate dt = month.atDay(1 + random.nextInt(days));
            long start = IsoTime.dayStartMicros(dt, zone);
            long time = switch (random.nextInt(6)) {
                case 0 -> start;
                case 1 -> start - 1;
                case 2 -> start + (random.nextInt(2000) - 1000) * HOUR_MICROS;
                default -> start + random.nextInt(100) * (HOUR_MICROS / 4);
            };
            actions.add(new Action(1 + random.nextInt(3), 1 + random.nextInt(4), time, 1 + random.nextInt(3), dt));
        }
        return actions;
    }

    /** The rule read aloud: of each customer, dt and day of the time the newest. */
    private static List<Action> newestOfEach(List<Action> newestFirst, int length, ZoneId zone) {
        Map<List<Object>, Integer> seen = new HashMap<>();
        return newestFirst.stream()
                .filter(action ->
                        seen.merge(List.of(action.customer(), action.dt(), dayOf(action, zone)), 1, Integer::sum)
                                <= length)
                .toList();
    }

    private static LocalDate dayOf(Action action, ZoneId zone) {
        LocalDate late = action.dt().plusDays(60);
        return IntStream.range(0, 200)
                .mapToObj(late::minusDays)
                .filter(day -> IsoTime.dayStartMicros(day, zone) <= action.micros())
                .findFirst()
                .orElseThrow();
    }
}
