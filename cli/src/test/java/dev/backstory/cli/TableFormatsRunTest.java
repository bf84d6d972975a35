package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of five days in a lake that is Iceberg or Delta: every command, and Spark's reader of Iceberg. */
class TableFormatsRunTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-05"));

    @TempDir
    Path folder;

    @Test
    void publishesTheSameRowsAsInFolders() throws IOException {
        Path config = asIceberg();

        Backstory.Result result = start(config, "run", "--from", "2022-08-01", "--to", "2022-08-05");

        assertThat(result.exit()).as(result.everything()).isZero();
        Lake lake = Lake.of(
                ConfigLoader.load(config),
                SparkForTests.session().sparkContext().hadoopConfiguration());
        OttoOracle oracle = new OttoOracle(OttoExample.FOLDER.resolve("sessions.jsonl"));
        for (LocalDate day : DAYS.days()) {
            List<String> rows = oracle.rows(day);
            assertThat(PublishedRows.of(lake, day)).as("%s", day).isEqualTo(rows);
            assertThat(PublishedRows.of(asSparkReads(lake).where("dt = date '" + day + "'")))
                    .as("%s, by Spark's reader of Iceberg", day)
                    .isEqualTo(rows);
        }
        assertThat(asSparkReads(lake).count())
                .isEqualTo(DAYS.days().stream()
                        .mapToLong(day -> oracle.rows(day).size())
                        .sum());
        assertThatThrownBy(() -> SparkForTests.session()
                        .read()
                        .parquet(lake.table(Table.TRAINING).toString()))
                .as("a plain reader of the folder")
                .hasMessageContaining("Unable to infer schema for Parquet");
        everyOtherCommandReadsIt(config, lake);
    }

    private static Dataset<Row> asSparkReads(Lake lake) {
        SparkSession session = SparkForTests.session();
        // As whoever reads a table by its folder, without a metastore, sets it.
        session.conf().set("spark.sql.catalog.default_iceberg", "org.apache.iceberg.spark.SparkCatalog");
        session.conf().set("spark.sql.catalog.default_iceberg.type", "hadoop");
        session.conf().set("spark.sql.catalog.default_iceberg.warehouse", "file:///");
        session.conf().set("spark.sql.catalog.default_iceberg.cache-enabled", "false");
        return session.read().format("iceberg").load(lake.table(Table.TRAINING).toString());
    }

    private void everyOtherCommandReadsIt(Path config, Lake lake) {
        assertThat(said(config, "status", "--from", "2022-08-01", "--to", "2022-08-05"))
                .contains("2022-08-01 to 2022-08-05    5 days  published");
        assertThat(said(config, "files", "--from", "2022-08-01", "--to", "2022-08-05")
                        .lines())
                .hasSize(DAYS.days().size())
                .allMatch(file -> file.contains("/lake/training/_runs/"))
                .allMatch(file -> lake.files().exists(new org.apache.hadoop.fs.Path(file)));

        String last = DAYS.to().toString();
        LastDay.isReadAndRebuilt(last, (command, options) -> said(config, command, options));
        said(config, "dq", "--step", "history", "--dt", last, "--run-id", "again");
        assertThat(lake.published(Table.TRAINING, DAYS.to()).orElseThrow().run())
                .hasToString("again");
        assertThat(said(config, "pack")).contains("2022-08");
    }

    /** Delta's log needs no JAR of Delta's. */
    @Test
    void publishesTheSameRowsAsDelta() throws IOException {
        Path config = as("delta");
        OttoOracle oracle = new OttoOracle(OttoExample.FOLDER.resolve("sessions.jsonl"));

        RunHere.Result result = RunHere.run(ConfigLoader.load(config), DAYS);

        assertThat(result.exit()).as(result.said()).isZero();
        Lake lake = Lake.of(
                ConfigLoader.load(config),
                SparkForTests.session().sparkContext().hadoopConfiguration());
        for (LocalDate day : DAYS.days()) {
            assertThat(PublishedRows.of(lake, day)).as("%s", day).isEqualTo(oracle.rows(day));
        }
        assertThat(lake.files()
                        .exists(new org.apache.hadoop.fs.Path(
                                lake.table(Table.TRAINING), "_delta_log/00000000000000000000.json")))
                .isTrue();
    }

    @Test
    void saysWhichJarIsMissing() throws IOException {
        Backstory.Result result =
                new Backstory(folder).run("status", "--config", asIceberg().toString());

        assertThat(result.exit()).as(result.everything()).isEqualTo(2);
        assertThat(result.err())
                .contains("as tables of Iceberg because Iceberg 1.12 is not on the class path; add"
                        + " iceberg-spark-runtime-3.5_2.12-1.12.0.jar (bin/backstory: 'setup/tables.sh iceberg' brings it"
                        + " and says what BACKSTORY_CLASSPATH must be; spark-submit: --packages"
                        + " org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0)");
    }

    private Path asIceberg() throws IOException {
        return as("iceberg");
    }

    private Path as(String format) throws IOException {
        Path config = OttoExample.copyTo(folder);
        Files.writeString(config, Files.readString(config) + "\nstorage: {format: " + format + "}\n");
        return config;
    }

    private String said(Path config, String command, String... options) {
        Backstory.Result result = start(config, command, options);
        assertThat(result.exit()).as("%s: %s", command, result.everything()).isZero();
        return result.out();
    }

    private Backstory.Result start(Path config, String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, "--config=" + config));
        arguments.addAll(List.of(options));
        String jar = CatalogUtil.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return new Backstory(folder, Map.of("BACKSTORY_CLASSPATH", jar)).run(arguments.toArray(String[]::new));
    }
}
