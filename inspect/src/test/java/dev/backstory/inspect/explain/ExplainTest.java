package dev.backstory.inspect.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.run.InputRun;
import dev.backstory.inspect.ShopLake;
import dev.backstory.inspect.ShopLake.Action;
import dev.backstory.inspect.ShopLake.Outcome;
import dev.backstory.inspect.ShopLake.Rejected;
import dev.backstory.inspect.ShopLake.Row;
import dev.backstory.inspect.ShopLake.Shown;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each answer, word for word. Training rows are written as they are wanted, right and wrong ones. */
class ExplainTest {
    private static final LocalDate DT = LocalDate.parse("2025-08-14");
    private static final LocalDate DAY_12 = LocalDate.parse("2025-08-12");
    private static final LocalDate DAY_13 = LocalDate.parse("2025-08-13");
    private static final Action CLICK = Action.at(1, "2025-08-12T10:00:00Z", 1, 11);
    private static final Action CART = Action.at(1, "2025-08-13T21:59:59.5Z", 2, 12);
    private static final Action AT_MIDNIGHT = Action.at(1, "2025-08-13T22:00:00Z", 1, 13);
    private static final Shown FIRST = new Shown("r1", 1, 0, 501, 0);
    private static final Shown SECOND = new Shown("r1", 1, 1, 501, 1);
    private static final Shown NULL_RANKING = new Shown(null, 1, 0, 502, null);
    private static final Shown STRANGER = new Shown("r2", 2, 0, 501, 0);
    private static final List<String> HISTORY = List.of("2:12", "1:11");

    @TempDir
    private Path dir;

    private ShopLake shop;

    @BeforeEach
    void inputs() {
        shop = new ShopLake(dir, "timezone: Europe/Berlin\nhistory: {length: 3, lookback: P2D}\n");
        shop.actions("a-09", DT.minusDays(5), 1, List.of(Action.at(1, "2025-08-09T10:00:00Z", 3, 9)));
        shop.actions(
                "a-12",
                DAY_12,
                2,
                List.of(CLICK),
                new Rejected("clicks", "{\"customer_id\":1,\"item_id\":0}", "item_id 0 is not positive"),
                new Rejected("clicks", "{\"customer_id\":null}", "customer_id is null"),
                new Rejected("clicks", "\"{broken\"", "the line is not a JSON object"));
        shop.actions("a-13", DAY_13, 2, List.of(CART, AT_MIDNIGHT));
        shop.actions("a-14", DT, 1, List.of(Action.at(1, "2025-08-01T06:00:00Z", 1, 14)));
        shop.impressions("i-14", DT, List.of(FIRST, SECOND, NULL_RANKING, STRANGER));
    }

    private void training(Row... rows) {
        training(shop.inputs(DT), rows);
    }

    private void training(List<InputRun> inputs, Row... rows) {
        shop.publish(shop.stageTraining("h-14", DT, 2, inputs, List.of(rows)));
    }

    private static Row row(Shown shown, String... history) {
        return new Row(shown, List.of(history), history.length == 0 ? 0 : CART.micros());
    }

    private static Row[] rightRows() {
        return new Row[] {
            row(FIRST, "2:12", "1:11"), row(SECOND, "2:12", "1:11"), row(NULL_RANKING, "2:12", "1:11"), row(STRANGER)
        };
    }

    private Outcome explain(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--dt", DT.toString(), "--customer", "1"));
        all.addAll(List.of(arguments));
        return shop.run(new ExplainCommand(), all.toArray(String[]::new));
    }

    private Outcome explainCustomer(long customer) {
        return shop.run(new ExplainCommand(), "--dt", DT.toString(), "--customer", "" + customer);
    }

    @Test
    void aRightRowWithEveryActionNearIt() {
        training(rightRows());

        assertThat(explain()).isEqualTo(new Outcome(0, """
                training/dt=2025-08-14, customer 1: 3 rows
                  verdict    EQUAL: all 3 rows hold exactly the history computed again from the published actions
                  made by    run h-14, audit PASS (_reports/training/dt=2025-08-14/run=h-14.html)
                  window     dt 2025-08-12 to 2025-08-13 (P2D), 2 of 2 days published; times before \
                2025-08-14T00:00:00+02:00 (Europe/Berlin)
                  history    2 of 3 slots, the newest of 2025-08-13T23:59:59.5+02:00
                  actions    2 used; 1 too late by day, 1 too late by time, 0 beyond the length, 1 too old, \
                1 rejected (dt 2025-08-05 to 2025-08-20 looked at)

                rows
                  ranking  pos  item  label  slots   history
                  null     0    502   null   2 of 3  as computed
                  r1       0    501   0      2 of 3  as computed
                  r1       1    501   1      2 of 3  as computed

                not used, too late by day: their dt is not before 2025-08-14
                  dt          time                       action  item
                  2025-08-14  2025-08-01T08:00:00+02:00  click   14

                not used, too late by time: not before 2025-08-14T00:00:00+02:00
                  dt          time                       action  item
                  2025-08-13  2025-08-14T00:00:00+02:00  click   13

                used, newest first
                  slot  dt          time                         action  item
                  0     2025-08-13  2025-08-13T23:59:59.5+02:00  cart    12
                  1     2025-08-12  2025-08-12T12:00:00+02:00    click   11

                not used, too old: their dt is before 2025-08-12
                  dt          time                       action  item
                  2025-08-09  2025-08-09T12:00:00+02:00  order   9

                not used, rejected
                  dt          source  why                        row
                  2025-08-12  clicks  item_id 0 is not positive  {"customer_id":1,"item_id":0}

                2 rejected rows of these days have no readable customer, so nobody can tell whose they were
                """, ""));
    }

    @Test
    void jsonHoldsTheSame() throws Exception {
        training(rightRows());

        JsonNode told =
                new ObjectMapper().readTree(explain("--ranking", "r1", "--json").out());

        assertThat(told.get("verdict").asText()).isEqualTo("EQUAL");
        assertThat(told.get("ranking").asText()).isEqualTo("r1");
        assertThat(told.get("rows")).hasSize(2);
        assertThat(told.get("computed").toString())
                .isEqualTo("{\"slots\":3,\"historyLength\":2,\"newestActionTime\":\"2025-08-13T23:59:59.5+02:00\","
                        + "\"actions\":[12,11],\"actionTypes\":[2,1]}");
        assertThat(told.get("actions").get(0).toString())
                .isEqualTo(
                        "{\"dt\":\"2025-08-13\",\"time\":\"2025-08-14T00:00:00+02:00\",\"type\":\"click\",\"item\":13,"
                                + "\"outcome\":\"LATE_TIME\",\"slot\":null,\"why\":\"too late by time: it is not before 2025-08-14"
                                + " begins, at 2025-08-14T00:00:00+02:00\"}");
        assertThat(told.get("rejected").get("rows").get(0).get("raw").asText())
                .isEqualTo("{\"customer_id\":1,\"item_id\":0}");
    }

    @Test
    void aCustomerWithoutHistoryHasPaddingOnly() {
        training(rightRows());

        Outcome outcome = explainCustomer(2);

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("verdict    EQUAL: the row holds exactly the history computed again")
                .contains("history    nothing: no action of the customer is in the window; all slots are padding")
                .contains("  r2       0    501   0      0 of 3  as computed\n");
    }

    @Test
    void aWrongSlotIsFoundAndFails() {
        training(row(FIRST, "2:12", "1:99", "3:9"), row(SECOND, "2:12", "1:11"), row(NULL_RANKING), row(STRANGER));

        Outcome outcome = explain("--ranking", "r1");

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.out())
                .contains("  verdict    DIFFERENT: the row of ranking r1, position 0 differs in 2 slots, first in slot"
                        + " 1: click 99 in the row, click 11 computed\n")
                .contains(
                        "  r1       0    501   0      3 of 3  differs in 2 slots, first 1: click 99, computed click 11\n")
                .contains("  r1       1    501   1      2 of 3  as computed\n");
    }

    @Test
    void rightSlotsWithAWrongNewestTimeFail() {
        Row[] rows = rightRows();
        rows[0] = new Row(FIRST, HISTORY, CLICK.micros());
        training(rows);

        assertThat(explain().out())
                .contains("  verdict    DIFFERENT: the row of ranking r1, position 0 has the right slots, but"
                        + " history_length 2 or newest_action_time 2025-08-12T12:00:00+02:00 is not what they give\n");
    }

    @Test
    void aLostRowIsFound() {
        training(row(FIRST, "2:12", "1:11"), row(NULL_RANKING, "2:12", "1:11"), row(STRANGER));

        Outcome outcome = explain();

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.out())
                .contains(
                        "DIFFERENT: customer 1 has 3 items in the impressions it was made from, and 2 rows that are not"
                                + " those items one by one\n");
    }

    @Test
    void aRowWhoseInputWasReplacedIsStale() {
        training(rightRows());
        shop.actions("a-13-again", DAY_13, 1, List.of(CART));
        Outcome same = explain();
        shop.actions("a-13-once-more", DAY_13, 1, List.of(AT_MIDNIGHT));
        Outcome other = explain();

        assertThat(same.exit()).isZero();
        assertThat(same.out())
                .contains("  verdict    STALE: actions of 2025-08-13 were those of run a-13, now they are those of run"
                        + " a-13-again; what was replaced is gone, so this compares with a rebuild today, which would"
                        + " give the same\n");
        assertThat(other.exit()).isZero();
        assertThat(other.out())
                .contains("  verdict    STALE: actions of 2025-08-13 were those of run a-13, now they are those of run"
                        + " a-13-once-more; what was replaced is gone, so this compares with a rebuild today, which"
                        + " would differ: the row of ranking null, position 0 differs in 2 slots, first in slot 0: cart"
                        + " 12 in the row, click 11 computed\n");
    }

    @Test
    void daysPublishedSinceAndOtherSettingsMakeARowStale() {
        List<InputRun> inputs = new ArrayList<>(shop.inputs(DT));
        inputs.removeIf(input -> input.from().equals(DAY_12));
        shop.publish(shop.stageTraining("h-14", DT, 1, inputs, List.of(rightRows())));
        shop.impressions("i-again", DT, List.of(FIRST, STRANGER));
        ShopLake now = new ShopLake(dir, "timezone: Europe/Berlin\nhistory: {length: 2, lookback: P2D}\n");

        Outcome outcome = now.run(new ExplainCommand(), "--dt", DT.toString(), "--customer", "1");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .containsPattern(
                        "verdict    STALE: the settings have changed \\([0-9a-f]{16} now, the rows were made by"
                                + " [0-9a-f]{16}\\), and 2 more; what was replaced is gone")
                .contains("             - actions of 2025-08-12 were not published then, run a-12 is now\n")
                .contains("             - impressions of 2025-08-14 were those of run i-14, now they are those of run"
                        + " i-again\n")
                .contains("differs in 1 slot, first 2: padding, computed no slot");
    }

    @Test
    void aCustomerWithoutARowIsToldWhy() {
        training(rightRows());

        Outcome outcome = explainCustomer(77);

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out()).startsWith("""
                        training/dt=2025-08-14, customer 77: 0 rows
                          verdict    NO_ROW: customer 77 was shown nothing that day: the impressions agree
                        """);
    }

    @Test
    void aRejectedImpressionOfTheCustomerIsShown() {
        shop.impressions(
                "i-again",
                DT,
                List.of(FIRST, SECOND, NULL_RANKING, STRANGER),
                new Rejected(
                        "impressions", "{\"customer_id\":77,\"impressions\":\"x\"}", "impressions is not an array"));
        training(rightRows());

        assertThat(explainCustomer(77).out())
                .contains("NO_ROW: customer 77 was shown nothing that day")
                .contains("  2025-08-14  impressions  impressions is not an array  {\"customer_id\":77,");
    }

    @Test
    void aRankingThatIsNotTheCustomersIsWrongUsage() {
        training(rightRows());

        assertThat(explain("--ranking", "r2"))
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "explain: Cannot explain ranking 'r2' of customer 1 on 2025-08-14 because the customer's 3 rows"
                                + " of that day are of: null, r1; name one of them, or omit --ranking to see"
                                + " all\n"));
    }

    @Test
    void aDayThatIsNotPublishedSaysHowToBuildIt() {
        assertThat(explain())
                .isEqualTo(new Outcome(
                        1,
                        "",
                        "explain: Cannot explain rows of 2025-08-14 because training/dt=2025-08-14 is not published;"
                                + " build and audit it with: bin/backstory run --config " + shop.configFile()
                                + " --dt 2025-08-14\n"));
    }

    @Test
    void wrongValuesAreWrongUsage() {
        assertThat(explain("--around", "400"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "explain: Cannot use --around 400 because it is not from 0 to 366; omit it for the default, 7\n"));
        Outcome noDay = shop.run(new ExplainCommand(), "--dt", "today", "--customer", "1");
        assertThat(noDay.exit()).isEqualTo(2);
        assertThat(noDay.err())
                .isEqualTo("explain: Cannot use --dt 'today' because it is not a day; write it as 2025-08-14\n");
    }

    @Test
    void aBusyCustomerIsFoldedAndCountedWhole() {
        List<Action> clicks = IntStream.range(0, 500)
                .mapToObj(i -> new Action(1, 1 + i, CLICK.micros() - i, 1))
                .toList();
        shop.actions("a-12-busy", DAY_12, 1, clicks);
        ShopLake longer = new ShopLake(dir, "timezone: Europe/Berlin\nhistory: {length: 40, lookback: P2D}\n");
        longer.publish(longer.stageTraining("h-14", DT, 1, longer.inputs(DT), List.of(row(STRANGER))));

        Outcome folded = longer.run(new ExplainCommand(), "--dt", DT.toString(), "--customer", "1");
        Outcome all = longer.run(new ExplainCommand(), "--dt", DT.toString(), "--customer", "1", "--all");

        assertThat(folded.out())
                .contains("actions    40 used; 1 too late by day, 1 too late by time, 461 beyond the length")
                .contains("\n  … 27 more used; --all shows them …\n")
                .contains("  39    2025-08-12  2025-08-12T11:59:59.999962+02:00  click   39\n")
                .contains("  … and 460 more, counted and not kept …\n");
        assertThat(all.out().lines().filter(line -> line.contains(" click "))).hasSizeGreaterThan(40);
    }

    @Test
    void hostileTextDoesNotReachTheTerminal() {
        Shown hostile = new Shown("\u001b[2Jr\n", 1, 0, 501, 0);
        shop.impressions("i-again", DT, List.of(hostile));
        training(row(hostile, "2:12", "1:11"));

        assertThat(explain().out()).contains("  \uFFFD[2Jr\uFFFD   0    501").doesNotContain("\u001b");
    }
}
