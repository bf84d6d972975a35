package dev.backstory.inspect.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.inspect.ShopLake;
import dev.backstory.inspect.ShopLake.Action;
import dev.backstory.inspect.ShopLake.Outcome;
import dev.backstory.inspect.ShopLake.Shown;
import dev.backstory.inspect.diff.DiffCommand;
import dev.backstory.inspect.explain.ExplainCommand;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lake with histories: what shows them, and what the commands say that look at training rows. */
class ShowHistoriesTest {
    private static final LocalDate DT = LocalDate.parse("2025-08-14");

    @TempDir
    private Path dir;

    private ShopLake shop(String outputs) {
        ShopLake shop = new ShopLake(dir, "history: {length: 20, lookback: P2D, outputs: " + outputs + "}\n");
        shop.actions(
                "a-13",
                DT.minusDays(1),
                2,
                List.of(Action.at(1, "2025-08-13T10:00:00Z", 1, 11), Action.at(1, "2025-08-13T11:00:00Z", 3, 12)));
        shop.impressions("i-14", DT, List.of(new Shown("r1", 1, 0, 501, 0), new Shown("r2", 2, 0, 501, 0)));
        shop.history("h-14", DT);
        return shop;
    }

    private static Outcome show(ShopLake shop, String... more) {
        return shop.run(
                new ShowCommand(),
                java.util.stream.Stream.concat(List.of("--dt", DT.toString()).stream(), java.util.Arrays.stream(more))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[histories]", "[training, histories]"})
    void theFirstOneWithActions(String outputs) {
        assertThat(show(shop(outputs), "--table", "histories")).isEqualTo(new Outcome(0, """
                histories/dt=2025-08-14, one of 2 rows
                  customer_id          1
                  actions              [12, 11]
                  action_types         [3, 1]
                  in words, newest first: order 12, click 11
                """, ""));
    }

    @Test
    void whereThereIsNothingElseItIsWhatIsShown() {
        ShopLake shop = shop("[histories]");

        assertThat(show(shop, "--customer", "2").out()).isEqualTo("""
                histories/dt=2025-08-14, one of 2 rows
                  customer_id          2
                  actions              []
                  action_types         []
                  in words, newest first: nothing yet
                """);
        assertThat(show(shop, "--customer", "3").err())
                .isEqualTo("show: Cannot show a row of 2025-08-14 because none is of customer 3; try another day\n");
    }

    @Test
    void besideTrainingARowOfTrainingIsShown() {
        ShopLake shop = shop("[training, histories]");

        assertThat(show(shop).out()).startsWith("training/dt=2025-08-14, one of 2 rows\n");
        assertThat(show(shop, "--table", "actions").err())
                .contains("'actions' is no table to show; there are training, histories");
    }

    @Test
    void explainAndDiffSayThatThereAreNoTrainingRows() {
        ShopLake shop = shop("[histories]");

        Outcome explained = shop.run(new ExplainCommand(), "--dt", DT.toString(), "--customer", "1");
        assertThat(explained.exit()).isEqualTo(2);
        assertThat(explained.err())
                .startsWith("explain: Cannot explain rows of 2025-08-14 because the pipeline writes no training rows"
                        + " (history.outputs: [histories]), and rows are what is explained; see the history with:"
                        + " bin/backstory show --config ")
                .endsWith("--dt 2025-08-14 --customer 1\n");
        Outcome compared = shop.run(new DiffCommand(), "--dt", DT.toString(), "--run", "x");
        assertThat(compared.exit()).isEqualTo(2);
        assertThat(compared.err())
                .isEqualTo("diff: Cannot compare training because the pipeline does not write it (history.outputs:"
                        + " [histories]), and rows of histories are not compared; give --table actions or --table"
                        + " impressions\n");
    }
}
