package dev.backstory.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.CustomerHash;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contract's cases as they are there: length 3, day 2025-08-14, customer 1, UTC unless a test says otherwise. */
class HistoryMergeTest {
    private static final String DAY = "2025-08-14";

    @Test
    void customerWithoutActionsKeepsTheRow() {
        assertThat(texts(List.of())).containsExactly("[0,0,0]/[0,0,0]");
    }

    @Test
    void actionsOfTheDayItselfAndLaterAreTheFuture() {
        assertThat(texts(List.of(Action.at("2025-08-14T00:00:00", 1, 5), Action.at("2025-08-15T00:00:00", 1, 6))))
                .containsExactly("[0,0,0]/[0,0,0]");
    }

    @Test
    void tenItemsShareTheNewestThousand() {
        List<Action> clicks = LongStream.rangeClosed(1, 1500)
                .mapToObj(i -> new Action(
                        1,
                        i,
                        IsoTime.micros(java.time.Instant.parse("2025-08-01T00:00:00Z")) + i,
                        1,
                        day("2025-08-01")))
                .toList();
        List<Impression> items = new ArrayList<>();
        for (int position = 0; position < 10; position++) {
            items.add(Impression.on(DAY, position, 100 + position));
        }

        List<TrainingRow> rows = new MergeInMemory(1000, Period.ofYears(1), ZoneOffset.UTC, CustomerHash::of)
                .run(List.of(day(DAY)), clicks, items, 3);

        List<Long> newest =
                LongStream.rangeClosed(501, 1500).map(i -> 2001 - i).boxed().toList();
        assertThat(rows).hasSize(10).allSatisfy(row -> {
            assertThat(row.items()).isEqualTo(newest);
            assertThat(row.types()).hasSize(1000).containsOnly(1);
            assertThat(row.length()).isEqualTo(1000);
        });
        assertThat(rows.stream().map(TrainingRow::impression)).isEqualTo(items);
    }

    @Test
    void orderOfTheDayBeforeCounts() {
        assertThat(texts(List.of(Action.at("2025-08-13T00:00:00", 3, 5)))).containsExactly("[5,0,0]/[3,0,0]");
    }

    @Test
    void lookbackOfAYearReachesAcrossALeapDay() {
        Action click = Action.at("2023-08-14T00:00:00", 1, 5);
        Action older = Action.at("2023-08-13T23:59:59", 1, 6);
        assertThat(texts(List.of(click, older), "2024-08-14")).containsExactly("[5,0,0]/[1,0,0]");
        assertThat(HistoryDays.window(day("2024-08-14"), Period.ofYears(1)).days())
                .hasSize(366);
        assertThat(HistoryDays.window(day(DAY), Period.ofYears(1)).days()).hasSize(365);
    }

    @Test
    void eachDayOfARangeSeesItsOwnPast() {
        List<TrainingRow> rows = merge().run(
                        List.of(day("2025-08-13"), day("2025-08-14")),
                        List.of(Action.at("2025-08-13T10:00", 1, 5)),
                        List.of(Impression.on("2025-08-13", 0, 8), Impression.on("2025-08-14", 0, 8)),
                        1);
        assertThat(rows.stream().map(TrainingRow::text)).containsExactly("[0,0,0]/[0,0,0]", "[5,0,0]/[1,0,0]");
    }

    @Test
    void newestFirstAcrossTypes() {
        assertThat(texts(List.of(Action.at("2025-08-13T10:00", 1, 5), Action.at("2025-08-13T20:00", 3, 9))))
                .containsExactly("[9,5,0]/[3,1,0]");
    }

    @Test
    void repeatedItemsGiveRepeatedRows() {
        List<Action> clicks = List.of(
                Action.at("2025-08-11T10:00", 1, 1),
                Action.at("2025-08-12T10:00", 1, 2),
                Action.at("2025-08-13T10:00", 1, 3));
        List<TrainingRow> rows =
                merge().run(List.of(day(DAY)), clicks, List.of(Impression.on(DAY, 0, 5), Impression.on(DAY, 1, 5)), 1);
        assertThat(rows.stream().map(TrainingRow::text)).containsExactly("[3,2,1]/[1,1,1]", "[3,2,1]/[1,1,1]");
    }

    @Test
    void tiesFallToTypeThenItem() {
        assertThat(texts(List.of(
                        Action.at("2025-08-13T10:00", 1, 9),
                        Action.at("2025-08-13T10:00", 2, 5),
                        Action.at("2025-08-13T10:00", 2, 7))))
                .containsExactly("[7,5,9]/[2,2,1]");
    }

    @Test
    void duplicatesAreAllKept() {
        Action click = Action.at("2025-08-13T10:00", 1, 5);
        assertThat(texts(List.of(click, click))).containsExactly("[5,5,0]/[1,1,0]");
    }

    @Test
    void actionsThatArriveLateOrEarlyNeedBothTheirDayAndTheirTimeInThePast() {
        Action late = Action.at("2025-08-01T10:00", 1, 5, "2025-08-14");
        Action early = Action.at("2025-08-14T10:00", 1, 6, "2025-08-13");
        Action lateButInTime = Action.at("2025-08-01T10:00", 1, 7, "2025-08-13");
        assertThat(texts(List.of(late, early, lateButInTime))).containsExactly("[7,0,0]/[1,0,0]");
    }

    @Test
    void theConfiguredZoneSaysWhenTheDayBegins() {
        List<Action> actions = List.of(
                Action.at("2025-08-13T21:59:59.999999", 1, 5, "2025-08-13"),
                Action.at("2025-08-13T22:00:00", 1, 6, "2025-08-13"));
        List<TrainingRow> rows = new MergeInMemory(3, Period.ofYears(1), ZoneId.of("Europe/Berlin"), CustomerHash::of)
                .run(List.of(day(DAY)), actions, List.of(Impression.on(DAY, 0, 8)), 1);
        assertThat(rows.get(0).text()).isEqualTo("[5,0,0]/[1,0,0]");
        assertThat(rows.get(0).newest()).isEqualTo(actions.get(0).micros());
    }

    @Test
    void aShorterHistoryLeavesNothingOfTheCustomerBefore() {
        List<Action> actions = List.of(
                new Action(1, 5, 3, 1, day("2025-08-13")),
                new Action(1, 6, 2, 2, day("2025-08-13")),
                new Action(2, 7, 1, 3, day("2025-08-13")));
        List<Impression> impressions = List.of(
                new Impression(day(DAY), 1, null, 0, 8, null),
                new Impression(day(DAY), 2, "r", 0, 8, 1),
                new Impression(day(DAY), 3, "r", 0, 8, 0));
        List<TrainingRow> rows = new MergeInMemory(3, Period.ofYears(1), ZoneOffset.UTC, customer -> (int) customer)
                .run(List.of(day(DAY)), actions, impressions, 2);
        assertThat(rows.stream().map(TrainingRow::text))
                .containsExactly("[5,6,0]/[1,2,0]", "[7,0,0]/[3,0,0]", "[0,0,0]/[0,0,0]");
        assertThat(rows.stream().map(TrainingRow::impression)).isEqualTo(impressions);
        assertThat(rows.stream().map(TrainingRow::newest)).containsExactly(3L, 1L, null);
    }

    @Test
    void aHotCustomerIsReadNoFurtherThanItsHistoryNeeds() {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            actions.add(new Action(1, i + 1, i, 1, day("2025-08-13")));
        }
        MergeInMemory merge = merge();
        List<TrainingRow> rows = merge.run(List.of(day(DAY)), actions, List.of(Impression.on(DAY, 0, 8)), 1);
        assertThat(rows.get(0).text()).isEqualTo("[10000,9999,9998]/[1,1,1]");
        assertThat(merge.steps()).isEqualTo(4);
    }

    @Test
    void refusesDaysOutOfOrder() {
        assertThatThrownBy(() -> new HistoryDays(
                        List.of(day("2025-08-14"), day("2025-08-13")), Period.ofYears(1), ZoneOffset.UTC))
                .hasMessage("Cannot build histories because the days are not in order: 2025-08-14 comes before"
                        + " 2025-08-13");
        assertThatThrownBy(() -> new HistoryDays(List.of(), Period.ofYears(1), ZoneOffset.UTC))
                .hasMessage("Cannot build histories because no day is asked for");
        assertThatThrownBy(() -> new HistoryDays(List.of(day(DAY)), Period.ZERO, ZoneOffset.UTC))
                .hasMessage("Cannot build histories with the lookback P0D because it holds no day before 2025-08-14");
    }

    private static List<String> texts(List<Action> actions) {
        return texts(actions, DAY);
    }

    private static List<String> texts(List<Action> actions, String day) {
        return merge().run(List.of(day(day)), actions, List.of(Impression.on(day, 0, 8)), 2).stream()
                .map(TrainingRow::text)
                .toList();
    }

    private static MergeInMemory merge() {
        return new MergeInMemory(3, Period.ofYears(1), ZoneOffset.UTC, CustomerHash::of);
    }

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }
}
