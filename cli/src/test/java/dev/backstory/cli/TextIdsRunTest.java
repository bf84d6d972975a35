package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A shop whose ids are texts, as a user runs it: two days, then looked at by the shop's own ids. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextIdsRunTest {
    @TempDir
    static Path folder;

    private Backstory backstory;
    private String config;

    @BeforeAll
    void run() throws IOException {
        Files.createDirectories(folder.resolve("raw"));
        Files.writeString(folder.resolve("raw/clicks.csv"), """
                dt,customer_id,item_id,click_time
                2025-08-13,9f8e-ann,SKU-9,2025-08-13T10:00:00Z
                2025-08-13,9f8e-ann,0,2025-08-13T11:00:00Z
                2025-08-13,"O'Brien ""the"" \ud83d\udc5f",007,2025-08-13T12:00:00Z
                2025-08-13,9f8e-ann,,2025-08-13T13:00:00Z
                2025-08-14,9f8e-ann,7,2025-08-14T10:00:00Z
                """.replace("\\ud83d\\udc5f", "\ud83d\udc5f"));
        Files.writeString(folder.resolve("raw/impressions.json"), """
                {"dt":"2025-08-14","ranking_id":"r1","customer_id":"9f8e-ann","impressions":[{"item_id":"SKU-1","is_order":1},{"item_id":"0","is_order":0}]}
                {"dt":"2025-08-14","ranking_id":"r2","customer_id":"O'Brien \\"the\\" \ud83d\udc5f","impressions":[{"item_id":"7","is_order":0}]}
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                ids: {customer_id: text, item_id: text}
                history: {length: 5, lookback: P1D}
                vocabulary: {min-count: 1}
                sources:
                  clicks: {format: csv, path: raw/clicks.csv}
                  impressions: {format: json, path: raw/impressions.json}
                dq:
                  actions: {max-rejected-share: 0.5}
                  impressions: {allow-empty: true}
                  training: {allow-empty: true}
                """);
        config = folder.resolve("pipeline.yaml").toString();
        backstory = new Backstory(folder);
        Backstory.Result first = backstory.run("actions", "--config", config, "--dt", "2025-08-13");
        assertThat(first.exit()).as(first.everything()).isZero();
        assertThat(first.out()).contains("ids: 2 new customers, 3 new items");
        Backstory.Result audited = backstory.run("dq", "--config", config, "--dt", "2025-08-13", "--step", "actions");
        assertThat(audited.exit()).as(audited.everything()).isZero();
        Backstory.Result second = backstory.run("run", "--config", config, "--dt", "2025-08-14");
        assertThat(second.exit()).as(second.everything()).isZero();
    }

    @Test
    void showSpeaksTheShopsIds() {
        // Items: '0' 1, '007' 2, 'SKU-9' 3; then '7' 4 with the actions of the 14th, and 'SKU-1' 5.
        Backstory.Result ann =
                backstory.run("show", "--config", config, "--dt", "2025-08-14", "--customer", "9f8e-ann");
        assertThat(ann.out())
                .contains(
                        "  customer_id          1 (9f8e-ann)\n",
                        "  impression_item_id   5 (SKU-1)\n",
                        "  actions              [1, 3, 0, 0, 0]\n",
                        "  in words, newest first: click 0, click SKU-9\n");
        Backstory.Result brien = backstory.run(
                "show", "--config", config, "--dt", "2025-08-14", "--customer", "O'Brien \"the\" \ud83d\udc5f");
        assertThat(brien.out())
                .contains(
                        "  customer_id          2 (O'Brien \"the\" \ud83d\udc5f)\n",
                        "  impression_item_id   4 (7)\n",
                        "newest first: click 007\n");
    }

    /** The window of the 15th is the 14th, with one click on item '7', whose number is 4. */
    @Test
    void aVocabularyOfItsItems() {
        Backstory.Result made = backstory.run("vocabulary", "--config", config, "--dt", "2025-08-15");
        assertThat(made.exit()).as(made.everything()).isZero();
        assertThat(made.out())
                .contains("vocabulary   2025-08-15: 1 of 1 item, from 1 action of 1 day (")
                .contains("dq           vocabulary 2025-08-15 PASS             1 rows  ");
        assertThat(SparkForTests.session()
                        .read()
                        .parquet(folder.resolve("lake/vocabulary/dt=2025-08-15").toString())
                        .select("item_id", "index", "count")
                        .collectAsList())
                .singleElement()
                .hasToString("[4,2,1]");
        Backstory.Result again = backstory.run("vocabulary", "--config", config, "--dt", "2025-08-15");
        assertThat(again.exit()).as(again.everything()).isZero();
        assertThat(again.out()).contains("vocabulary   2025-08-15 is published, and stays as it is\n");
    }

    @Test
    void explainSpeaksTheShopsIds() {
        Backstory.Result ann =
                backstory.run("explain", "--config", config, "--dt", "2025-08-14", "--customer", "9f8e-ann");
        assertThat(ann.exit()).as(ann.everything()).isZero();
        assertThat(ann.out())
                .startsWith("training/dt=2025-08-14, customer 9f8e-ann: 2 rows\n")
                .contains("EQUAL: all 2 rows hold exactly the history computed again from the published actions")
                .containsPattern("0 +2025-08-13 +2025-08-13T11:00:00Z +click +0\n")
                .containsPattern("1 +2025-08-13 +2025-08-13T10:00:00Z +click +SKU-9\n")
                .containsPattern(
                        "2025-08-13 +clicks +item_id is null +\\{\"dt\":\"2025-08-13\",\"customer_id\":\"9f8e-ann\"");
        Backstory.Result json =
                backstory.run("explain", "--config", config, "--dt", "2025-08-14", "--customer", "9f8e-ann", "--json");
        assertThat(json.out()).contains("\"customer\" : \"9f8e-ann\"", "\"actions\" : [ \"0\", \"SKU-9\" ]");
    }

    @Test
    void aCustomerThatNobodyHasIsSaidSo() {
        Backstory.Result nobody =
                backstory.run("explain", "--config", config, "--dt", "2025-08-14", "--customer", "9F8E-ann");
        assertThat(nobody.exit()).isEqualTo(2);
        assertThat(nobody.err())
                .isEqualTo(
                        "explain: Cannot use --customer '9F8E-ann' because no row that was kept is of this customer: "
                                + folder.resolve("lake/ids/customer")
                                + " has no such text; spell it exactly as the source does, with upper and lower case and"
                                + " spaces\n");
    }
}
