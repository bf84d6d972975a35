package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is read by nobody's day, or that a terminal would obey. */
class OddInputTest {
    private static final String CLICK =
            "{\"dt\":\"2025-08-14\",\"customer_id\":1,\"item_id\":5," + "\"click_time\":\"2025-08-14T10:00:00Z\"}";

    @TempDir
    Path folder;

    private Path config;
    private Backstory backstory;

    @BeforeEach
    void writeASmallShop() throws IOException {
        backstory = new Backstory(folder);
        config = folder.resolve("pipeline.yaml");
        Files.writeString(config, """
                name: shop
                lake: lake
                sources:
                  clicks: {format: json, path: raw/clicks}
                  impressions: {format: csv, path: raw/impressions}
                history: {missing-days: warn}
                """);
        Files.createDirectories(folder.resolve("raw/clicks"));
        Files.createDirectories(folder.resolve("raw/impressions"));
        Files.writeString(folder.resolve("raw/clicks/a.json"), CLICK + "\n");
        impressions("ranking_id", "r");
    }

    @Test
    void aJsonArrayOfEventsIsNotALossOfAllButOne() throws IOException {
        Files.writeString(
                folder.resolve("raw/clicks/b.json"),
                "[\n" + String.join(",\n", Collections.nCopies(100, CLICK)) + "\n]\n");

        Backstory.Result result = run("actions");

        assertThat(result.exit()).as(result.everything()).isNotZero();
        assertThat(result.err())
                .isEqualTo("actions: Cannot read source clicks because file:" + folder.resolve("raw/clicks/b.json")
                        + " is a JSON array, where each line must be one object; write each object on a line of its own"
                        + " (jq -c does it)\n");
        assertThat(folder.resolve("lake/actions")).doesNotExist();
    }

    @Test
    void aPercentOfRowsWithoutADayFailsTheRun() throws IOException {
        List<String> lines = new ArrayList<>(Collections.nCopies(98, CLICK));
        lines.add("{\"dt\":\"14.08.2025\"}");
        Files.writeString(folder.resolve("raw/clicks/b.json"), String.join("\n", lines) + "\n");

        Backstory.Result result = run("run");

        assertThat(result.exit()).as(result.everything()).isEqualTo(3);
        assertThat(result.out())
                .contains("actions      clicks: read 100, kept 99, rejected 1 (")
                .contains(
                        "FAIL rows without a day are few: expected no row whose dt cannot be read, or fewer than 1.00 %"
                                + " of what the run read from each source; clicks: 1 of 100 rows of this run, 1.00 % (look at "
                                + folder.resolve("lake/_staging/actions/run="))
                .contains("/rejected/dt=unknown: the column reasons says why; fix the source, or raise"
                        + " max-rejected-share)");
        assertThat(folder.resolve("lake/actions/dt=2025-08-14")).doesNotExist();

        lines.addAll(Collections.nCopies(20, CLICK));
        Files.writeString(folder.resolve("raw/clicks/b.json"), String.join("\n", lines) + "\n");
        Backstory.Result fewer = run("run");

        assertThat(fewer.exit()).as(fewer.everything()).isZero();
        assertThat(fewer.out()).contains("WARN every row read has a day: ");
    }

    @Test
    void aTerminalShowsEscapeSequencesAndDoesNotObeyThem() throws IOException {
        impressions("\u001b[31mranking_id", "r");

        Backstory.Result result = run("impressions");

        assertThat(result.exit()).as(result.everything()).isNotZero();
        assertThat(result.err())
                .isEqualTo("impressions: Cannot read source impressions because its column 'ranking_id' (ranking_id) is"
                        + " missing in file:" + folder.resolve("raw/impressions/a.csv")
                        + "; there are: dt, \\u001b[31mranking_id, customer_id, impressions. Name the right one in"
                        + " sources.impressions.columns.ranking_id\n");
    }

    private void impressions(String rankingColumn, String ranking) throws IOException {
        Files.writeString(
                folder.resolve("raw/impressions/a.csv"),
                "dt," + rankingColumn + ",customer_id,impressions\n2025-08-14," + ranking
                        + ",1,\"[{\"\"item_id\"\":5,\"\"is_order\"\":true}]\"\n");
    }

    private Backstory.Result run(String command) {
        return backstory.run(command, "--config", config.toString(), "--dt", "2025-08-14");
    }
}
