package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    void aMissingColumnIsNamedWithWhatIsThere() throws IOException {
        write("select '2025-08-14' as dt, 1L as customer_id, 5L as item, timestamp'2025-08-14 10:00:00' as click_time");

        Backstory.Result result = run("actions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo(
                        "actions: Cannot read source clicks because its column 'item_id' (item_id) is missing in file:"
                                + clickFile()
                                + "; there are: dt, customer_id, item, click_time. Name the right one in"
                                + " sources.clicks.columns.item_id\n");
        assertNothingPublished();
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        Path file = clickFile();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2), StandardOpenOption.TRUNCATE_EXISTING);

        Backstory.Result result = run("actions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo(
                        "actions: Cannot read source clicks because file:" + file + " is not a complete parquet file ("
                                + "file:" + file + " is not a Parquet file. Expected magic number at tail, but found ["
                                + tail(file) + "]); write the file again, or remove it\n");
        assertNothingPublished();
    }

    @Test
    void aDamagedPageIsAnErrorOfOneLine() throws IOException {
        Path file = clickFile();
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4; i < 60; i++) {
            bytes[i] = 0x55;
        }
        Files.write(file, bytes);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));

        Backstory.Result result = run("actions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err())
                .startsWith(
                        "actions: Cannot read source clicks because file:" + file + " is not a complete parquet file (")
                .endsWith("); write the file again, or remove it\n")
                .hasLineCount(1);
        assertNothingPublished();
    }

    @Test
    void aDamagedGzipFileIsAnErrorOfOneLine() throws IOException {
        Path shown = folder.resolve("raw/impressions/all.json");
        String line = Files.readString(shown);
        Files.delete(shown);
        Path file = folder.resolve("raw/impressions/all.json.gz");
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gz = new java.util.zip.GZIPOutputStream(bytes)) {
            gz.write(line.repeat(20_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        byte[] whole = bytes.toByteArray();
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 10));

        Backstory.Result cut = run("impressions", "2025-08-14");
        assertThat(cut.exit()).as(cut.everything()).isEqualTo(1);
        assertThat(cut.err())
                .startsWith("impressions: Cannot read source impressions because file:" + file
                        + " is not a complete json file (")
                .endsWith("); write the file again, or remove it\n")
                .hasLineCount(1);

        whole[whole.length - 6] ^= 1;
        Files.write(file, whole);
        Backstory.Result wrong = run("impressions", "2025-08-14");
        assertThat(wrong.exit()).as(wrong.everything()).isEqualTo(1);
        assertThat(wrong.err())
                .isEqualTo("impressions: Cannot read source impressions because file:" + file
                        + " is not a complete json file (Gzip-compressed data is corrupt (CRC32 error)); write the file"
                        + " again, or remove it\n");
        assertNothingPublished();
    }

    @Test
    void aDayThatHasNotArrivedFailsItsAudit() {
        Backstory.Result result = run("run", "2025-08-15");

        assertThat(result.exit()).as(result.everything()).isEqualTo(3);
        assertThat(result.out().replaceAll("run=[^.]+", "run=RUN").replaceAll("\\(\\d+\\.\\d s\\)", "(… s)"))
                .isEqualTo("""
                        actions      clicks: read 0, kept 0, rejected 0 (… s)
                        dq           actions 2025-08-15 FAIL             0 rows  %1$s/_reports/actions/dt=2025-08-15/run=RUN.html
                                     FAIL the day has rows: expected at least one row; no rows: has the source arrived? \
                        (load the source and build the day again, or set allow-empty: true if a day may be empty)
                        dq           actions: 1 FAIL of 1 day (… s)
                        impressions  impressions: read 0, kept 0, rejected 0 (… s)
                        dq           impressions 2025-08-15 FAIL             0 rows  %1$s/_reports/impressions/dt=2025-08-15/run=RUN.html
                                     FAIL the day has rows: expected at least one row; no rows: has the source arrived? \
                        (load the source and build the day again, or set allow-empty: true if a day may be empty)
                        dq           impressions: 1 FAIL of 1 day (… s)

                        dt                       actions           impressions              training
                        2025-08-15         not published         not published         not published

                        0 of 1 days published, 0 training rows
                        rows      %1$s/training/dt=…
                        audits    %1$s/_reports
                        """.formatted(folder.resolve("lake")));
        assertThat(result.err()).isEqualTo("""
                        history: Cannot build training for 2025-08-15 because impressions are not published for: \
                        2025-08-15; build them with
                          bin/backstory impressions --config %1$s --dt 2025-08-15
                          bin/backstory dq --step impressions --config %1$s --dt 2025-08-15
                        history: Cannot build training for 2025-08-15 because 365 days of actions of its window are not \
                        published: 2024-08-15 to 2025-08-14; build them with
                          bin/backstory actions --config %1$s --from 2024-08-15 --to 2025-08-14
                          bin/backstory dq --step actions --config %1$s --from 2024-08-15 --to 2025-08-14
                        or set history.missing-days: warn to do without them
                        """.formatted(config));
        assertNothingPublished();
    }

    @Test
    void aSourceThatIsNotThereIsNamed() throws IOException {
        Files.delete(folder.resolve("raw/impressions/all.json"));
        Files.delete(folder.resolve("raw/impressions"));

        Backstory.Result result = run("impressions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("impressions: Cannot read source impressions because there is nothing at "
                        + folder.resolve("raw/impressions")
                        + "; correct sources.impressions.path, or wait until the data has arrived\n");
        assertNothingPublished();
    }

    @Test
    void aMissingHistoryDayIsNamedWithTheCommandThatBuildsIt() {
        assertThat(run("run", "2025-08-14").exit()).isZero();
        Backstory.Result result = run("history", "2025-08-16");

        assertThat(result.exit()).as(result.everything()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("""
                        history: Cannot build training for 2025-08-16 because impressions are not published for: \
                        2025-08-16; build them with
                          bin/backstory impressions --config %1$s --dt 2025-08-16
                          bin/backstory dq --step impressions --config %1$s --dt 2025-08-16
                        history: Cannot build training for 2025-08-16 because 1 day of actions of its window are not \
                        published: 2025-08-15; build them with
                          bin/backstory actions --config %1$s --dt 2025-08-15
                          bin/backstory dq --step actions --config %1$s --dt 2025-08-15
                        or set history.missing-days: warn to do without them
                        """.formatted(config));
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
                .isEqualTo("actions: Cannot write because the disk is full; free some space and run it again,"
                        + " nothing was published by it\n");
    }

    @Test
    void aVariableThatIsNotSetIsNamedInOneLine() throws IOException {
        Files.writeString(config, """
                name: shop
                lake: lake
                sources:
                  clicks: {format: jdbc, url: "jdbc:postgresql://${ENV:NO_SUCH_HOST}/shop", table: clicks}
                  impressions:
                    {format: jdbc, url: "jdbc:postgresql://db/shop", table: shown, password: "${ENV:NO_SUCH_PASSWORD}"}
                """);

        Backstory.Result actions = run("actions", "2025-08-14");
        assertThat(actions.exit()).as(actions.everything()).isEqualTo(2);
        assertThat(actions.err())
                .isEqualTo("actions: Cannot resolve ${ENV:NO_SUCH_HOST}: the environment variable NO_SUCH_HOST is not"
                        + " set; set it for this process\n");

        Backstory.Result run = run("run", "2025-08-14");
        assertThat(run.exit()).as(run.everything()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(actions.err()
                        + "impressions: Cannot resolve ${ENV:NO_SUCH_PASSWORD}: the environment variable"
                        + " NO_SUCH_PASSWORD is not set; set it for this process\n"
                        + "history: Cannot build training for 2025-08-14 because ");
        assertNothingPublished();
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

    /** The last four bytes of a file, where Parquet has its name. */
    private static String tail(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return IntStream.range(bytes.length - 4, bytes.length)
                .mapToObj(i -> String.valueOf(bytes[i]))
                .collect(Collectors.joining(", "));
    }

    private void assertNothingPublished() {
        assertThat(folder.resolve("lake/actions")).doesNotExist();
        assertThat(folder.resolve("lake/impressions")).doesNotExist();
        assertThat(folder.resolve("lake/training")).doesNotExist();
    }
}
