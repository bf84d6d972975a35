package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.command.CommandLines;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PackDay;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.state.MonthPack;
import dev.backstory.lake.state.StateLake;
import dev.backstory.lake.store.Lake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
    private static final LocalDate D10 = LocalDate.parse("2025-08-10");
    private static final LocalDate D12 = LocalDate.parse("2025-08-12");
    private static final LocalDate D14 = LocalDate.parse("2025-08-14");
    private static final Instant AT = Instant.parse("2025-08-15T03:10:00.5Z");

    @TempDir
    Path folder;

    private StateLake lake;
    private String config;

    @BeforeEach
    void load() {
        lake = new StateLake(folder, "history: {lookback: P3D}");
        config = folder.resolve("pipeline.yaml").toString();
    }

    @Test
    void saysWhatIsStaleAndHowToBuildIt() {
        publishFiveDays();
        lake.publish(Table.ACTIONS, D10, "late", lakeConfig(), AT);

        assertThat(status()).isEqualTo(new Outcome(0, """
                        shop, %1$s: 2025-08-10 to 2025-08-14 (5 days)

                        actions
                          2025-08-10 to 2025-08-14    5 days  published    50 rows, 2 runs, last 2025-08-15T03:10:00Z

                        impressions
                          2025-08-10 to 2025-08-14    5 days  published    50 rows, run load, last 2025-08-15T03:10:00Z

                        training
                          2025-08-10                   1 day  published    10 rows, run load, 2025-08-15T03:10:00Z
                          2025-08-11 to 2025-08-13    3 days  stale        actions of 2025-08-10 are published by run \
                        late now, not by run load; published: 30 rows, run load, last 2025-08-15T03:10:00Z
                          2025-08-14                   1 day  published    10 rows, run load, 2025-08-15T03:10:00Z

                        To build:
                          2025-08-11 to 2025-08-13 (3 days)
                            shell    bin/backstory run --config %2$s --from 2025-08-11 --to 2025-08-13
                            Airflow  bin/backstory backfill --config %2$s --from 2025-08-11 --to 2025-08-13
                        """.formatted(folder.resolve("lake"), config), ""));
    }

    @Test
    void saysWhatWaitsWhatFailedAndWhatIsMissing() {
        publishFiveDays();
        lake.unpublish(Table.IMPRESSIONS, D14);
        StagedRun bad = lake.stage(Table.ACTIONS, "bad", D10);
        lake.audit(bad, D10, Verdict.FAIL);
        lake.stage(Table.ACTIONS, "waiting", D12);

        Outcome outcome = status("--from", "2025-08-10", "--to", "2025-08-14");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .contains("  2025-08-10                   1 day  failed       FAIL rows are there (run bad);"
                        + " _reports/actions/dt=2025-08-10/run=bad.html; published: 10 rows, run load,")
                .contains("  2025-08-12                   1 day  staged       run waiting waits for its audit since ")
                .contains("  2025-08-14                   1 day  missing\n")
                .contains("Waiting for their audit:\n  bin/backstory dq --step actions --config " + config
                        + " --dt 2025-08-12\n")
                .contains("Failed, while an older day stays published; once the data are corrected:\n"
                        + "  bin/backstory run --config " + config + " --dt 2025-08-10 --rebuild\n")
                .contains("To build:\n  2025-08-14 (1 day)\n    shell    bin/backstory run --config " + config
                        + " --dt 2025-08-14\n")
                .endsWith("Days that failed fail again until their data, or the rule, are corrected: their reports say"
                        + " why.\n");
    }

    @Test
    void aHealthyLakeAndAnEmptyOneAreShort() {
        assertThat(status().out()).isEqualTo("""
                        shop, %s: nothing yet

                        actions: nothing yet

                        impressions: nothing yet

                        training: nothing yet

                        There is nothing to build.
                        """.formatted(folder.resolve("lake")));
        publishFiveDays();
        assertThat(status().out()).endsWith("\nEverything is current.\n").hasLineCount(12);
    }

    @Test
    void aRawDayThatChangedSinceIsNamedWithTheCommand() throws Exception {
        raw("2025-08-10", "part-0.parquet", "1234567890");
        raw("2025-08-11", "part-0.parquet", "1234567890");
        raw("2025-08-13", "part-0.parquet", "1234567890");
        raw("2025-08-14", "part-0.parquet", "1234567890");
        publishFiveDays();
        assertThat(status().out()).doesNotContain("source has changed");

        raw("2025-08-10", "part-1.parquet", "12345");
        raw("2025-08-10", "_SUCCESS", "");
        Files.setLastModifiedTime(
                folder.resolve("raw/clicks/dt=2025-08-11/part-0.parquet"),
                FileTime.from(Instant.parse("2025-08-20T00:00:00Z")));
        raw("2025-08-12", "late.parquet", "1");
        Files.delete(folder.resolve("raw/clicks/dt=2025-08-14/part-0.parquet"));

        assertThat(status().out()).contains("""

                        Raw files are not those that were read:
                          actions 2025-08-10: source has changed: clicks had 1 file of 10 bytes and has 2 files of 15 bytes now
                          actions 2025-08-11: source has changed: clicks has 1 file of 10 bytes, written again since
                          actions 2025-08-12: source has changed: clicks had no file and has 1 file of 1 byte now
                        To build these days again:
                          bin/backstory run --config %s --from 2025-08-10 --to 2025-08-12 --rebuild

                        Everything is current.
                        """.formatted(config));
        JsonNode json = new ObjectMapper().readTree(status("--json").out());
        assertThat(json.path("changed")).hasSize(3);
        assertThat(json.at("/changed/0/now/files").asInt()).isEqualTo(2);
        assertThat(json.at("/build/changed/0").asText()).endsWith(" --from 2025-08-10 --to 2025-08-12 --rebuild");
    }

    /** The data may be gone, elsewhere, or not told apart by their days: nobody knows what has changed. */
    @Test
    void ofRawFilesThatCannotBeKnownNothingIsSaid() throws Exception {
        raw("2025-08-10", "part-0.parquet", "1234567890");
        publishFiveDays();

        Files.move(folder.resolve("raw"), folder.resolve("elsewhere"));
        assertThat(status().out()).endsWith("\nEverything is current.\n").hasLineCount(12);

        Files.createDirectories(folder.resolve("raw/clicks"));
        Files.writeString(folder.resolve("raw/clicks/all.parquet"), "another layout");
        assertThat(status().out()).endsWith("\nEverything is current.\n").hasLineCount(12);
    }

    private void raw(String dt, String name, String text) throws IOException {
        Path file = folder.resolve("raw/clicks/dt=" + dt).resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void jsonHasEveryDayAndTheCommands() throws Exception {
        publishFiveDays();
        lake.publish(Table.ACTIONS, D10, "late", lakeConfig(), AT);

        JsonNode json = new ObjectMapper().readTree(status("--json").out());

        assertThat(names(json)).containsExactly("pipeline", "lake", "range", "tables", "packs", "changed", "build");
        assertThat(json.path("range")).hasToString("{\"from\":\"2025-08-10\",\"to\":\"2025-08-14\"}");
        assertThat(json.path("tables").findValuesAsText("table").subList(0, 1)).containsExactly("actions");
        JsonNode day = json.path("tables").path(2).path("days").path(1);
        assertThat(names(day))
                .containsExactly("dt", "state", "published", "stale", "failure", "waiting", "unfinished", "current");
        assertThat(day.path("state").asText()).isEqualTo("stale");
        assertThat(day.path("current").asBoolean()).isFalse();
        assertThat(names(day.path("published")))
                .containsExactly("run", "publishedAt", "rows", "rejectedRows", "verdict", "report");
        assertThat(day.path("published").path("publishedAt").asText()).isEqualTo("2025-08-15T03:10:00.500Z");
        assertThat(day.path("stale"))
                .hasToString("[{\"kind\":\"replaced\",\"table\":\"actions\",\"days\":{\"from\":\"2025-08-10\","
                        + "\"to\":\"2025-08-10\"},\"recorded\":\"load\",\"now\":\"late\"}]");
        assertThat(names(json.path("build")))
                .containsExactly("ranges", "before", "shell", "airflow", "audits", "changed");
        assertThat(json.path("build").path("shell").path(0).asText())
                .isEqualTo("bin/backstory run --config " + config + " --from 2025-08-11 --to 2025-08-13");
    }

    @Test
    void aDamagedRecordIsNamed() throws Exception {
        publishFiveDays();
        Path record = folder.resolve("lake/training/dt=2025-08-12/_PUBLISHED.json");
        Files.writeString(record, "{\"table\": \"trai");

        Outcome outcome = status();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("status: Cannot read " + record + " because it is not a PublishRecord: ")
                .endsWith("; delete the folder of the day, and build the day again\n");
    }

    @Test
    void saysWhichMonthsArePacked() throws Exception {
        YearMonth february = YearMonth.of(2025, 2);
        LocalDate april = LocalDate.parse("2025-04-10");
        february.atDay(1).datesUntil(april).forEach(day -> lake.publish(Table.ACTIONS, day, "load", lakeConfig(), AT));
        assertThat(status().out()).doesNotContain("packs");
        pack(february, 1000);

        String packs = status("--from", "2025-02-27", "--to", "2025-03-10").out();
        assertThat(packs).contains("""

                        packs of actions
                          2025-02                    1 month  current
                          2025-03                    1 month  unpacked
                          Histories read the days of months that are not current, which takes longer; to pack them:
                            bin/backstory pack --config %s
                        """.formatted(config));
        assertThat(status("--from", "2025-03-01", "--to", "2025-03-02").out()).doesNotContain("2025-02 ");
        assertThat(new ObjectMapper().readTree(status("--json").out()).path("packs"))
                .hasToString("[{\"month\":\"2025-02\",\"state\":\"current\"},"
                        + "{\"month\":\"2025-03\",\"state\":\"unpacked\"}]");

        lake.publish(Table.ACTIONS, february.atDay(3), "late", lakeConfig(), AT);
        assertThat(status().out()).contains("  2025-02                    1 month  stale\n");
        pack(february, 1000);
        pack(YearMonth.of(2025, 3), 1000);
        assertThat(status().out()).contains("  2025-02 to 2025-03        2 months  current\n");
        assertThat(status().out()).doesNotContain("to pack them");
        pack(february, 999);
        assertThat(status().out()).contains("  2025-02                    1 month  stale\n");
    }

    /** A pack without its files, which status does not read. */
    private void pack(YearMonth month, int length) throws IOException {
        Lake in = new Lake(folder.resolve("lake").toString(), new LakeFiles(new Configuration()));
        List<PackDay> days = MonthPack.read(in, lakeConfig(), month).days();
        PackRecord record = new PackRecord(
                PackRecord.FORMAT,
                month,
                new RunId("p"),
                AT,
                "test",
                length,
                lakeConfig().timezone(),
                days,
                0,
                List.of(),
                null);
        Path file = folder.resolve("lake/_packs/actions/month=" + month + "/_PACK.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, RunJson.write(record));
    }

    @Test
    void halfARangeIsRefused() {
        assertThat(status("--from", "2025-08-10"))
                .isEqualTo(
                        new Outcome(2, "", "status: Cannot use --from without --to; give both, or --dt for one day\n"));
    }

    @Test
    void backfillRefusesNonsenseBeforeItAsksAirflow() {
        assertThat(run("backfill", "--yes").err())
                .isEqualTo("backfill: Which days? Give --dt DAY, or --from DAY --to DAY\n");
        assertThat(run("backfill", "--yes", "--from", "2025-08-14", "--to", "2025-08-13"))
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "backfill: Cannot use the range 2025-08-14 to 2025-08-13 because it ends before it begins;"
                                + " swap --from and --to\n"));
        Outcome future = run("backfill", "--yes", "--from", "2025-08-14", "--to", "2035-01-01");
        assertThat(future.exit()).isEqualTo(2);
        assertThat(future.err())
                .startsWith("backfill: Cannot backfill 2025-08-14 to 2035-01-01 because 2035-01-01 is not over yet in"
                        + " UTC; name days up to ");
        assertThat(run("backfill", "--from", "2025-08-13", "--to", "2025-08-14"))
                .isEqualTo(new Outcome(
                        2, "", "backfill: Cannot ask whether to go on because there is no terminal; give --yes\n"));
        assertThat(run("backfill", "--yes", "--from", "2025-08-13", "--to", "2025-08-14", "--airflow", "localhost"))
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "backfill: Cannot use the Airflow address 'localhost' because it is not one; write it as"
                                + " http://127.0.0.1:8080\n"));
        Outcome nobody = run(
                "backfill", "--yes", "--from", "2025-08-13", "--to", "2025-08-14", "--airflow", "http://127.0.0.1:1");
        assertThat(nobody.exit()).isEqualTo(1);
        assertThat(nobody.err())
                .startsWith("backfill: Cannot reach Airflow at http://127.0.0.1:1 (")
                .endsWith("); start it, or give its address with --airflow or BACKSTORY_AIRFLOW_URL\n");
    }

    private void publishFiveDays() {
        for (Table table : lakeConfig().tables()) {
            D10.datesUntil(D14.plusDays(1)).forEach(day -> lake.publish(table, day, "load", lakeConfig(), AT));
        }
    }

    private PipelineConfig lakeConfig() {
        return ConfigLoader.load(Path.of(config));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    private record Outcome(int exit, String out, String err) {}

    private Outcome status(String... more) {
        return run("status", more);
    }

    private Outcome run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--config", config));
        arguments.addAll(List.of(more));
        PrintStream standardOut = System.out;
        PrintStream standardErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int exit = CommandLines.of(new Main()).execute(arguments.toArray(String[]::new));
            return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standardOut);
            System.setErr(standardErr);
        }
    }
}
