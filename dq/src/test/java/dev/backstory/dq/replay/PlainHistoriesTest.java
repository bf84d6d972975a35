package dev.backstory.dq.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.dq.replay.PlainHistories.CustomerDay;
import dev.backstory.dq.replay.PlainHistories.Day;
import dev.backstory.dq.replay.PlainHistories.History;
import dev.backstory.testsupport.Seeds;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The audit's own histories, against examples worked out by hand. */
class PlainHistoriesTest {
    private static final long CUSTOMER = 7;

    @Test
    void newestFirstThenHighestTypeThenHighestItem() {
        PlainHistories histories = of(5, day("2025-08-14", "2025-08-13"));
        offer(histories, "2025-08-13", "2025-08-13T09:00:00Z", 3, 1);
        offer(histories, "2025-08-13", "2025-08-13T10:00:00Z", 1, 8);
        offer(histories, "2025-08-13", "2025-08-13T10:00:00Z", 1, 9);
        offer(histories, "2025-08-13", "2025-08-13T10:00:00Z", 2, 2);

        History history = history(histories, "2025-08-14");
        assertThat(history.items()).containsExactly(2, 9, 8, 1);
        assertThat(history.types()).containsExactly(2, 1, 1, 3);
        assertThat(history.newest()).isEqualTo(micros("2025-08-13T10:00:00Z"));
        assertThat(history.actionsOf(1)).isEqualTo(2);
    }

    @Test
    void theLatestAreKeptWhateverTheOrderTheyComeIn() {
        List<Integer> minutes = new ArrayList<>();
        for (int minute = 0; minute < 50; minute++) {
            minutes.add(minute);
        }
        long seed = Seeds.next();
        Collections.shuffle(minutes, new Random(seed));
        PlainHistories histories = of(3, day("2025-08-14", "2025-08-13"));
        for (int minute : minutes) {
            offer(histories, "2025-08-13", "2025-08-13T10:%02d:00Z".formatted(minute), 1, minute);
        }

        assertThat(history(histories, "2025-08-14").items()).as("seed %d", seed).containsExactly(49, 48, 47);
    }

    @Test
    void nothingOfTheDayItselfByItsFolderOrByItsTime() {
        PlainHistories histories = of(5, day("2025-08-14", "2025-08-13", "2025-08-14"));
        offer(histories, "2025-08-13", "2025-08-13T23:59:59.999999Z", 1, 1);
        offer(histories, "2025-08-13", "2025-08-14T00:00:00Z", 1, 2);
        offer(histories, "2025-08-14", "2025-08-13T12:00:00Z", 1, 3);
        offer(histories, "2025-08-14", "2025-08-14T12:00:00Z", 1, 4);

        assertThat(history(histories, "2025-08-14").items()).containsExactly(1);
    }

    @Test
    void nothingFromBeforeTheLookbackOrFromADayThatWasNoInput() {
        PlainHistories histories = of(5, day("2025-08-14", "2025-08-09", "2025-08-10", "2025-08-13"));
        offer(histories, "2025-08-09", "2025-08-09T12:00:00Z", 1, 1);
        offer(histories, "2025-08-10", "2025-08-10T12:00:00Z", 1, 2);
        offer(histories, "2025-08-11", "2025-08-11T12:00:00Z", 1, 3);

        assertThat(history(histories, "2025-08-14").items()).containsExactly(2);
    }

    @Test
    void anActionIsPartOfEveryDayThatMayKnowIt() {
        PlainHistories histories =
                of(1, day("2025-08-13", "2025-08-12"), day("2025-08-14", "2025-08-12", "2025-08-13"));
        offer(histories, "2025-08-12", "2025-08-12T12:00:00Z", 1, 1);
        offer(histories, "2025-08-13", "2025-08-13T12:00:00Z", 1, 2);

        Map<CustomerDay, History> all = histories.histories();
        assertThat(all).hasSize(2);
        assertThat(all.get(new CustomerDay("2025-08-13", CUSTOMER)).items()).containsExactly(1);
        assertThat(all.get(new CustomerDay("2025-08-14", CUSTOMER)).items()).containsExactly(2);
    }

    @Test
    void aRowIsComparedSlotBySlotUpToItsEnd() {
        PlainHistories histories = of(3, day("2025-08-14", "2025-08-13"));
        offer(histories, "2025-08-13", "2025-08-13T12:00:00Z", 2, 5);
        History one = history(histories, "2025-08-14");

        assertThat(difference(one, List.of(5L, 0L, 0L), List.of(2, 0, 0))).isEqualTo(-1);
        assertThat(difference(one, List.of(6L, 0L, 0L), List.of(2, 0, 0))).isEqualTo(0);
        assertThat(difference(one, List.of(5L, 0L, 0L), List.of(2, 0, 1))).isEqualTo(2);
        assertThat(difference(one, List.of(5L, 4L, 0L), List.of(2, 1, 0))).isEqualTo(1);
        assertThat(difference(one, List.of(5L, 0L), List.of(2, 0, 0))).isEqualTo(2);
        assertThat(difference(one, List.of(5L, 0L, 0L, 0L), List.of(2, 0, 0, 0)))
                .isEqualTo(3);
        assertThat(difference(History.NONE, List.of(0L, 0L, 0L), List.of(0, 0, 0)))
                .isEqualTo(-1);
        assertThat(difference(History.NONE, List.of(), List.of())).isEqualTo(0);
    }

    private static int difference(History history, List<Long> items, List<Integer> types) {
        return SlotBySlot.firstDifference(history, 3, items, types);
    }

    private static PlainHistories of(int length, Day... days) {
        return new PlainHistories(List.of(days), length);
    }

    /** A day with a lookback of four days. */
    private static Day day(String dt, String... inputs) {
        LocalDate day = LocalDate.parse(dt);
        return new Day(
                day,
                day.minusDays(4),
                micros(dt + "T00:00:00Z"),
                Set.copyOf(List.of(inputs).stream().map(LocalDate::parse).toList()));
    }

    private static void offer(PlainHistories histories, String dt, String time, int type, long item) {
        histories.offer(CUSTOMER, LocalDate.parse(dt), micros(time), type, item);
    }

    private static History history(PlainHistories histories, String dt) {
        return histories.histories().get(new CustomerDay(dt, CUSTOMER));
    }

    private static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
