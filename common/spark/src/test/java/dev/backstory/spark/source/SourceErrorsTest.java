package dev.backstory.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said when a source cannot be read at all. */
class SourceErrorsTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC", "JSON", "CSV", "JDBC"})
    void aMissingColumnIsNamedWithWhatIsThere(Format format) throws IOException {
        Source clicks = RawTable.of(
                        "dt string, customer_id bigint, article_id bigint, click_time timestamp",
                        "2025-08-14 | 1 | 5 | 2025-08-14T10:00:00")
                .write(SparkForTests.session(), format, dir.resolve("raw"), RawTable.mapping(ActionType.CLICK));

        String message = messageOf(() -> read(clicks));

        assertThat(message)
                .startsWith("Cannot read source clicks because its column 'item_id' (item_id) is missing in ")
                .contains("there are: ")
                .endsWith("Name the right one in sources.clicks.columns.item_id");
        String there = message.replaceFirst(".*there are: ", "").replaceFirst("\\. Name.*", "");
        assertThat(Arrays.asList(there.split(", ", -1)))
                .containsExactlyInAnyOrder("dt", "customer_id", "article_id", "click_time");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void aTypeThatCannotBeRightIsNamed(Format format) throws IOException {
        Path raw = Files.createDirectories(dir.resolve("raw"));
        var rows = SparkForTests.session()
                .sql("select '2025-08-14' as dt, 1L as customer_id, 5D as item_id,"
                        + " '2025-08-14T10:00:00Z' as click_time")
                .coalesce(1)
                .write()
                .mode("overwrite");
        if (format == Format.PARQUET) {
            rows.parquet(raw.toString());
        } else {
            rows.orc(raw.toString());
        }

        assertThat(messageOf(() -> read(source(format, "raw"))).replaceFirst("in \\S+/raw/\\S+,", "in FILE,"))
                .isEqualTo("Cannot read source clicks because its column 'item_id' (item_id) is of type double in FILE,"
                        + " where an integer type, a decimal with scale 0, or text is needed; map another column in"
                        + " sources.clicks.columns.item_id, or convert it");
    }

    @Test
    void aDateIsNoTimeInADatabaseEither() {
        Postgres.execute("create table dated (dt text, customer_id int, item_id int, click_time date)");

        assertThat(messageOf(() -> read(jdbc("dated"))))
                .isEqualTo("Cannot read source clicks because its column 'click_time' (action_time) is of type date in"
                        + " table dated, where a timestamp, or text in ISO-8601 is needed; map another column in"
                        + " sources.clicks.columns.action_time, or convert it");
    }

    @Test
    void nothingAtThePath() {
        assertThat(messageOf(() -> read(source(Format.PARQUET, "nowhere"))))
                .isEqualTo("Cannot read source clicks because there is nothing at " + dir.resolve("nowhere")
                        + "; correct sources.clicks.path, or wait until the data has arrived");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "ORC"})
    void aTruncatedFile(Format format) throws IOException {
        Source clicks = RawTable.of(
                        "dt string, customer_id bigint, item_id bigint, click_time timestamp",
                        "2025-08-14 | 1 | 5 | 2025-08-14T10:00:00")
                .write(SparkForTests.session(), format, dir.resolve("raw"), RawTable.mapping(ActionType.CLICK));
        Path file = dataFile();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThat(messageOf(() -> read(clicks)))
                .startsWith("Cannot read source clicks because file:" + file + " is not a complete "
                        + format.name().toLowerCase(java.util.Locale.ROOT) + " file (")
                .endsWith("); write the file again, or remove it");
    }

    @Test
    void aDatabaseThatRefuses() {
        assertThat(messageOf(() -> read(jdbc("no_such_table"))))
                .isEqualTo("Cannot read source clicks because the database refused (table no_such_table at"
                        + " jdbc:postgresql): ERROR: relation \"no_such_table\" does not exist; correct url, table, user"
                        + " or password in sources.clicks, or wait until the database answers");
    }

    @Test
    void aDatabaseWithoutADriver() {
        Source clicks = Source.jdbc(Secret.of("jdbc:nosuch://host/db"), "t", RawTable.mapping(ActionType.CLICK));

        assertThat(messageOf(() -> read(clicks)))
                .isEqualTo("Cannot read source clicks because no JDBC driver for jdbc:nosuch is on the class path; name"
                        + " its JAR in BACKSTORY_CLASSPATH, or in spark.jars under a cluster");
    }

    /** Neither format is on the class path of these tests. */
    @Test
    void aTableWhoseFormatIsNotThere() {
        String remedy =
                " is not on the class path; bring it by setup/tables.sh FORMAT and set BACKSTORY_CLASSPATH as that"
                        + " says, or under a cluster add --packages ";
        assertThat(messageOf(() -> read(source(Format.ICEBERG, "raw"))))
                .isEqualTo("Cannot read source clicks because the JAR of Iceberg" + remedy.replace("FORMAT", "iceberg")
                        + "org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0");
        assertThat(messageOf(() -> read(source(Format.DELTA, "raw"))))
                .isEqualTo("Cannot read source clicks because the JAR of Delta" + remedy.replace("FORMAT", "delta")
                        + "io.delta:delta-spark_2.12:3.3.2");
        SparkForTests.session()
                .sparkContext()
                .conf()
                .set("spark.sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog");
        Source ofCatalog = Source.table("ice.shop.clicks", RawTable.mapping(ActionType.CLICK));
        assertThat(messageOf(() -> read(ofCatalog)))
                .isEqualTo("Cannot read source clicks because the JAR of Iceberg" + remedy.replace("FORMAT", "iceberg")
                        + "org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0");
        SparkForTests.session().sparkContext().conf().remove("spark.sql.catalog.ice");
    }

    @Test
    void aQuoteThatNobodyClosed() throws IOException {
        Path raw = Files.createDirectories(dir.resolve("raw"));
        Files.writeString(
                raw.resolve("a.csv"), "dt,customer_id,item_id,click_time\n2025-08-14,\"" + "1".repeat(17 << 20));

        assertThat(messageOf(() -> read(source(Format.CSV, "raw"))))
                .isEqualTo("Cannot read source clicks because file:" + raw.resolve("a.csv")
                        + " is not a complete csv file (the record that begins on line 2 is longer than 16 MiB: is a quote"
                        + " not closed?); write the file again, or remove it");
    }

    private Path dataFile() throws IOException {
        try (var files = Files.list(dir.resolve("raw"))) {
            return files.filter(file -> file.toString().matches(".*/[^._][^/]*\\.(parquet|orc)"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> read(Source source) {
        return Readings.actions(ActionType.CLICK, source, ZoneId.of("UTC"), "2025-08-14");
    }

    /** The first message for a user among the causes, as jobs print it. */
    static String messageOf(ThrowingCallable reading) {
        Throwable[] failure = new Throwable[1];
        assertThatThrownBy(reading).satisfies(thrown -> failure[0] = thrown);
        for (Throwable cause = failure[0]; cause != null; cause = cause.getCause()) {
            if (cause instanceof BackstoryException) {
                return cause.getMessage();
            }
        }
        throw new AssertionError("No message for a user", failure[0]);
    }

    private static Source jdbc(String table) {
        return Source.jdbc(Secret.of(Postgres.url()), table, RawTable.mapping(ActionType.CLICK));
    }

    private Source source(Format format, String path) {
        return Source.files(format, dir.resolve(path).toString(), RawTable.mapping(ActionType.CLICK));
    }
}
