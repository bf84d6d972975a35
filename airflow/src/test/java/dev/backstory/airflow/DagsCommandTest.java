package dev.backstory.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Interrupt;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class DagsCommandTest {
    private static final String CONFIG = """
            name: shop
            lake: data/lake
            sources:
              clicks: {format: parquet, path: raw/clicks}
              impressions: {format: json, path: raw/impressions}
            airflow: {schedule: "0 3 * * *"}
            """;

    @TempDir
    Path folder;

    private Path config;
    private Path out;
    private final StringWriter printed = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @BeforeEach
    void writeConfig() throws IOException {
        config = folder.resolve("pipeline.yaml");
        out = folder.resolve("dags");
        Files.writeString(config, CONFIG);
    }

    private int run(String... more) {
        CommandLine command = new CommandLine(new DagsCommand())
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(complained, true));
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"--config", config.toString(), "--out", out.toString()}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return command.execute(arguments);
    }

    @Test
    void writesWhatIsNotThereYet() {
        assertThat(run()).isZero();
        assertThat(printed.toString().lines())
                .containsExactly(
                        "dags         wrote " + out.resolve("shop_backfill.py"),
                        "dags         wrote " + out.resolve("shop_backfill.yaml"),
                        "dags         wrote " + out.resolve("shop_daily.py"),
                        "dags         wrote " + out.resolve("shop_daily.yaml"),
                        "dags         4 of 4 files written, the others were up to date");
        assertThat(Interrupt.line())
                .isEqualTo("dags: stopped; each file in " + out + " is the one from before or the new one. To go on:"
                        + " bin/backstory dags --config " + config + " --out " + out);
        assertThat(out).isDirectoryNotContaining("glob:**.new");
        printed.getBuffer().setLength(0);
        assertThat(run()).isZero();
        assertThat(printed.toString().lines())
                .containsExactly("dags         0 of 4 files written, the others were up to date");
    }

    @Test
    void checkAcceptsWhatWasWritten() {
        run();
        printed.getBuffer().setLength(0);
        assertThat(run("--check")).isZero();
        assertThat(printed.toString().trim())
                .isEqualTo("dags         all 4 files in " + out + " are what " + config + " gives");
    }

    @Test
    void checkShowsWhatDiffersAndWritesNothing() throws IOException {
        run();
        Path daily = out.resolve("shop_daily.yaml");
        String edited = Files.readString(daily).replace("cron: \"0 3 * * *\"", "cron: \"0 4 * * *\"");
        Files.writeString(daily, edited);
        assertThat(run("--check")).isEqualTo(3);
        assertThat(complained.toString().lines())
                .containsExactly(
                        "--- shop_daily.yaml (found)",
                        "+++ shop_daily.yaml (from the config)",
                        "-8: cron: \"0 4 * * *\"",
                        "+8: cron: \"0 3 * * *\"",
                        "dags: 1 of 4 files in " + out + " are not what " + config
                                + " gives; run: bin/backstory dags --config " + config + " --out " + out);
        assertThat(daily).content().isEqualTo(edited);
    }

    @Test
    void checkMissesFilesThatAreNotThere() {
        assertThat(run("--check")).isEqualTo(3);
        assertThat(complained.toString()).contains("+++ shop_backfill.py (from the config)", "4 of 4 files");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0 3 * * 1", "0 * * * *", "*/15 * * * *", "0 3,15 * * *", "0 3 1 * *", "@weekly", "@hourly"})
    void aScheduleThatIsNotDailyIsRefusedWithItsLine(String schedule) throws IOException {
        Files.writeString(config, CONFIG.replace("0 3 * * *", schedule));
        assertThat(run()).isEqualTo(2);
        assertThat(complained.toString().trim())
                .isEqualTo(config + ":6: airflow.schedule: '" + schedule
                        + "' is not allowed; allowed: one time of day, every"
                        + " day, such as \"0 3 * * *\", or @daily (a run of the daily DAG is one dt)");
        assertThat(out).doesNotExist();
    }

    /** A day that waits for earlier ones must not hold the only place. */
    @Test
    void oneActiveRunIsTooFew() throws IOException {
        Files.writeString(config, CONFIG.replace("\"0 3 * * *\"}", "\"0 3 * * *\", max-active-runs: 1}"));
        assertThat(run()).isEqualTo(2);
        assertThat(complained.toString()).startsWith(config + ":6: airflow.max-active-runs: ");
    }

    @Test
    void aFolderThatIsAFileIsSaid() throws IOException {
        Files.writeString(out, "in the way");
        assertThat(run()).isEqualTo(1);
        assertThat(complained.toString()).startsWith("dags: Cannot write the DAGs in " + out + ": ");
    }

    @Test
    void wrongUsageExitsWith2() {
        assertThat(run("--sideways")).isEqualTo(2);
    }
}
