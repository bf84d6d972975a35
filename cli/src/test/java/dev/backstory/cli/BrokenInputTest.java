package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

        assertThat(result.exit()).as(result.everything()).isEqualTo(2);
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
                        2025-08-15                failed                failed         not published

                        0 of 1 days published, 0 training rows
                        rows      %1$s/training/dt=…
                        audits    %1$s/_reports
                        """.formatted(folder.resolve("lake")));
        assertThat(result.err())
                .isEqualTo(
                        "history: training skipped for 2025-08-15 because impressions are not published; what became of"
                                + " them is said above\n");
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
        assertThat(run.err()).isEqualTo(actions.err());
        assertThat(run.out()).isEmpty();

        Backstory.Result impressions = run("impressions", "2025-08-14");
        assertThat(impressions.exit()).as(impressions.everything()).isEqualTo(2);
        assertThat(impressions.err())
                .isEqualTo("impressions: Cannot resolve ${ENV:NO_SUCH_PASSWORD}: the environment variable"
                        + " NO_SUCH_PASSWORD is not set; set it for this process\n");
        assertNothingPublished();
    }

    @Test
    void rowsThatAreAllRejectedAreNotLikeASourceThatHasNotArrived() throws IOException {
        write("select '2025-08-14' as dt, cast(null as bigint) as customer_id, id as item_id,"
                + " timestamp'2025-08-14 10:00:00' as click_time from range(1, 4)");

        Backstory.Result result = run("run", "2025-08-14");

        Path rejected = folder.resolve("lake/_staging/actions/run=RUN/rejected/dt=2025-08-14");
        assertThat(result.exit()).as(result.everything()).isEqualTo(3);
        assertThat(result.out().replaceAll("run=[^./]+", "run=RUN").replaceAll("\\(\\d+\\.\\d s\\)", "(… s)"))
                .startsWith("""
                        actions      clicks: read 3, kept 0, rejected 3 (… s)
                                     rejected 3 rows of clicks: customer_id is null, such as {"dt":"2025-08-14",\
                        "customer_id":null,"item_id":1,"click_time":"2025-08-14T01:00:00.000Z"}
                        dq           actions 2025-08-14 FAIL             0 rows  %1$s/_reports/actions/dt=2025-08-14/run=RUN.html
                                     rejected 3 rows of clicks: customer_id is null, such as {"dt":"2025-08-14",\
                        "customer_id":null,"item_id":1,"click_time":"2025-08-14T01:00:00.000Z"}
                                     FAIL the day has rows: expected at least one row; no rows: 3 rows read, 3 rejected \
                        (look at %2$s: the column reasons says why; fix the source and build the day again)
                                     FAIL rejected share: expected at most 1.00 %% of the rows read; 3 of 3 rows read, \
                        100.00 %% (look at %2$s: the column reasons says why; fix the source, or raise max-rejected-share)
                        """.formatted(folder.resolve("lake"), rejected));
        assertThat(result.out()).doesNotContain("has the source arrived?");
        assertThat(result.err())
                .isEqualTo(
                        "history: training skipped for 2025-08-14 because earlier days of actions are not published; what"
                                + " became of them is said above\n");
    }

    @Test
    void aLakeThatIsAFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("lake"), "");

        Backstory.Result result = run("actions", "2025-08-14");

        assertThat(result.exit()).as(result.everything()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("actions: Cannot lock " + folder.resolve("lake/_staging/actions/_LOCK") + " because "
                        + folder.resolve("lake") + " is a file where a folder is needed; correct lake in the config, or"
                        + " move the file away\n");
    }

    /** Root may read and write anywhere, unless that right is taken from it. */
    private Backstory.Result runAsNobodySpecial() {
        return backstory.finish(backstory.start(
                List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"),
                "actions",
                "--config",
                config.toString(),
                "--dt",
                "2025-08-14"));
    }

    @Test
    void aSourceThatMayNotBeReadIsNamed() throws IOException {
        Path hidden = Files.createDirectory(folder.resolve("raw/clicks/hidden"));
        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("---------"));
        Backstory.Result folderResult = runAsNobodySpecial();

        assertThat(folderResult.exit()).as(folderResult.everything()).isEqualTo(2);
        assertThat(folderResult.err())
                .isEqualTo("actions: Cannot read source clicks because user " + System.getProperty("user.name")
                        + " has no permission to read " + hidden + "; grant it, or correct sources.clicks.path\n");

        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = Files.writeString(hidden.resolve("a.parquet"), "?");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Backstory.Result fileResult = runAsNobodySpecial();

        assertThat(fileResult.exit()).as(fileResult.everything()).isEqualTo(2);
        assertThat(fileResult.err())
                .isEqualTo("actions: Cannot read source clicks because user " + System.getProperty("user.name")
                        + " has no permission to read file:" + file + "; grant it, or correct sources.clicks.path\n");
    }

    @Test
    void aLakeThatMayNotBeWrittenIsNamed() throws IOException {
        Path lake = Files.createDirectories(folder.resolve("lake"));
        Files.setPosixFilePermissions(lake, PosixFilePermissions.fromString("r-xr-xr-x"));

        Backstory.Result result = runAsNobodySpecial();

        assertThat(result.exit()).as(result.everything()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("actions: Cannot lock " + lake.resolve("_staging/actions/_LOCK") + " because user "
                        + System.getProperty("user.name")
                        + " has no permission for it; grant it, or correct lake in the config\n");
    }

    @Test
    void aDayThatIsNotOverIsBuiltOnlyForThoseWhoMeanIt() {
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        for (String command : List.of("run", "actions", "impressions", "history")) {
            Backstory.Result result = run(command, "2999-01-01");

            assertThat(result.exit()).as(result.everything()).isEqualTo(2);
            assertThat(result.err())
                    .isEqualTo(
                            command + ": Cannot build 2999-01-01 because 2999-01-01 is not over yet in UTC; name days"
                                    + " up to " + yesterday + ", or give --unfinished-days if you mean it\n");
        }
        Backstory.Result meant =
                backstory.run("actions", "--config", config.toString(), "--dt", "2999-01-01", "--unfinished-days");
        assertThat(meant.exit()).as(meant.everything()).isZero();
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
