package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is broken in ways that happen: a message that helps, the right exit code, nothing published. */
class BrokenInputTest {
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
                  clicks: {format: parquet, path: raw/clicks}
                  impressions: {format: json, path: raw/impressions}
                """);
        write(
                "select '2025-08-14' as dt, 1L as customer_id, 5L as item_id, timestamp'2025-08-14 10:00:00' as click_time");
        Files.createDirectories(folder.resolve("raw/impressions"));
        Files.writeString(folder.resolve("raw/impressions/all.json"), """
                {"dt": "2025-08-14", "ranking_id": "r", "customer_id": 1, "impressions": [{"item_id": 5, "is_order": false}]}
                """);
    }

    @Test
    void aMissingColumnIsNamedWithWhatIsThere() {
        write("select '2025-08-14' as dt, 1L as customer_id, 5L as item, timestamp'2025-08-14 10:00:00' as click_time");

        Backstory.Result result = run("actions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err()).contains("clicks").contains("item_id").contains("customer_id, item, click_time");
        assertNothingPublished();
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        Path file = clickFile();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2), StandardOpenOption.TRUNCATE_EXISTING);

        Backstory.Result result = run("actions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err()).contains("clicks").contains(file.getFileName().toString());
        assertNothingPublished();
    }

    @Test
    void aDayThatHasNotArrivedFailsItsAudit() {
        Backstory.Result result = run("run", "2025-08-15");

        assertThat(result.exit()).as(result.everything()).isEqualTo(3);
        assertThat(result.everything()).contains("no rows: has the source arrived?");
        assertNothingPublished();
    }

    @Test
    void aSourceThatIsNotThereIsNamed() throws IOException {
        Files.delete(folder.resolve("raw/impressions/all.json"));
        Files.delete(folder.resolve("raw/impressions"));

        Backstory.Result result = run("impressions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err()).contains("impressions").contains("raw/impressions");
        assertNothingPublished();
    }

    @Test
    void aMissingHistoryDayIsNamedWithTheCommandThatBuildsIt() {
        assertThat(run("run", "2025-08-14").exit()).isZero();
        Backstory.Result result = run("history", "2025-08-16");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err())
                .contains("history: Cannot build training for 2025-08-16 because")
                .contains("backstory actions --config " + config + " --dt 2025-08-15");
    }

    @Test
    void aFullDiskPublishesNothingAndSaysSo() throws IOException {
        Path lake = Files.createDirectories(folder.resolve("lake"));
        write("select '2025-08-14' as dt, id as customer_id, hash(id, 7) & 2147483647L + 1 as item_id,"
                + " timestamp'2025-08-14 10:00:00' as click_time from range(200000)");

        Backstory.Result result = backstory.finish(backstory.start(
                List.of(
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=600k tmpfs " + lake + " && exec \"$0\" \"$@\""),
                "actions",
                "--config",
                config.toString(),
                "--dt",
                "2025-08-14"));

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err())
                .contains("actions: Cannot write because the disk is full; free some space and run it again,"
                        + " nothing was published by it");
    }

    private Backstory.Result run(String command, String day) {
        return backstory.run(command, "--config", config.toString(), "--dt", day);
    }

    private void write(String sql) {
        SparkForTests.session()
                .sql(sql)
                .coalesce(1)
                .write()
                .mode("overwrite")
                .parquet(folder.resolve("raw/clicks").toString());
    }

    private Path clickFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("raw/clicks"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void assertNothingPublished() {
        assertThat(folder.resolve("lake/actions")).doesNotExist();
        assertThat(folder.resolve("lake/impressions")).doesNotExist();
        assertThat(folder.resolve("lake/training")).doesNotExist();
    }
}
