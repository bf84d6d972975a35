package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.CommandLines;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.SparkForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The example as a user runs it: once, again, and again from scratch. */
@TestMethodOrder(OrderAnnotation.class)
class OttoRunTest {
    private static final DayRange AUGUST = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-28"));

    @TempDir
    static Path folder;

    private static Path config;
    private static Lake lake;
    private static Backstory backstory;

    @BeforeAll
    static void copyExample() {
        config = OttoExample.copyTo(folder);
        backstory = new Backstory(folder);
        lake = new Lake(
                OttoExample.lake(folder).toString(),
                new LakeFiles(SparkForTests.session().sparkContext().hadoopConfiguration()));
    }

    @Test
    @Order(1)
    void publishesAllDaysWithEveryAuditPassedOrAWarningThatSaysWhy() {
        Backstory.Result result = runAll();

        assertThat(result.exit()).as(result.everything()).isZero();
        for (Table table : List.of(Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING)) {
            SortedMap<LocalDate, PublishRecord> published = lake.published(table, AUGUST);
            assertThat(published.keySet()).containsExactlyElementsOf(AUGUST.days());
            assertThat(published.values()).extracting(PublishRecord::verdict).isSubsetOf(Verdict.PASS, Verdict.WARN);
            assertThat(lake.stagedRuns(table)).isEmpty();
        }
        assertThat(lake.published(Table.TRAINING, AUGUST)
                        .get(LocalDate.parse("2022-08-12"))
                        .rows())
                .isZero();
        assertThat(result.out()).contains("28 of 28 days published");
    }

    @Test
    @Order(2)
    void givesTheRowsOfThePlainOracle() throws Exception {
        OttoOracle oracle = new OttoOracle(OttoExample.FOLDER.resolve("sessions.jsonl"));
        assertThat(oracle.events()).isEqualTo(862);

        for (LocalDate day : AUGUST.days()) {
            assertThat(rows(day)).as("%s", day).isEqualTo(oracle.rows(day));
        }
    }

    @Test
    @Order(3)
    void doesNothingTheSecondTimeAndTheSameOnRebuild() {
        SortedMap<LocalDate, PublishRecord> before = lake.published(Table.TRAINING, AUGUST);
        List<List<String>> rowsBefore =
                AUGUST.days().stream().map(OttoRunTest::rows).toList();

        Backstory.Result again = runAll();
        assertThat(again.exit()).as(again.everything()).isZero();
        assertThat(lake.published(Table.TRAINING, AUGUST)).isEqualTo(before);

        Backstory.Result rebuilt = runAll("--rebuild");
        assertThat(rebuilt.exit()).as(rebuilt.everything()).isZero();
        assertThat(lake.published(Table.TRAINING, AUGUST).values()).noneMatch(record -> before.containsValue(record));
        assertThat(AUGUST.days().stream().map(OttoRunTest::rows).toList()).isEqualTo(rowsBefore);
    }

    @Test
    @Order(4)
    void explainsARowAsTheDocumentationShows() throws Exception {
        SaidHere result = SaidHere.by(() -> CommandLines.of(new Main())
                .execute("explain", "--config", config.toString(), "--dt", "2022-08-28", "--customer", "1"));

        assertThat(result.exit()).as(result.text()).isZero();
        String page = Files.readString(Path.of("../docs/explain.md"));
        String shown = page.substring(page.indexOf("<!-- explain:begin -->"), page.indexOf("<!-- explain:end -->"))
                .lines()
                .skip(2)
                .map(line -> line.replaceFirst("^ {4}", ""))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(result.text().replaceAll("\\d{8}T\\d{6}-[0-9a-f]{8}", "RUN")).isEqualTo(shown);
    }

    @Test
    @Order(5)
    void aRowIsExplainedToABossAsTheDocumentationShows() throws Exception {
        assertThat(DocsHere.run("first-week.md", folder)).isEqualTo(3);
        assertThat(DocsHere.run("explain-to-your-boss.md", folder)).isEqualTo(5);
    }

    /** The statements that the two scripts beside them run, in a session whose zone is that of most clusters. */
    @Test
    @Order(6)
    void aHandWrittenJobDiffersAsTheDocumentationShows() throws Exception {
        SparkSession spark = SparkForTests.session().newSession();
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        String byHand = folder.resolve("by-hand").toString();
        statements(spark, "job.sql", Map.of("raw", config.resolveSibling("raw").toString()))
                .write()
                .parquet(byHand);

        String compared = statements(
                        spark,
                        "compare.sql",
                        Map.of("job", byHand, "lake", OttoExample.lake(folder).toString()))
                .showString(20, 0, false);

        String page = Files.readString(Path.of("../docs/from-pyspark.md"));
        String shown = page.substring(page.indexOf("<!-- compared:begin -->"), page.indexOf("<!-- compared:end -->"))
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .collect(Collectors.joining("\n"));
        assertThat(compared.strip()).isEqualTo(shown);
    }

    private static Dataset<Row> statements(SparkSession spark, String file, Map<String, String> places)
            throws Exception {
        String text = Files.readString(Path.of("../examples/from-pyspark", file));
        for (Map.Entry<String, String> place : places.entrySet()) {
            text = text.replace("${" + place.getKey() + "}", place.getValue());
        }
        Dataset<Row> last = null;
        for (String statement : text.split(";\n", -1)) {
            last = spark.sql(statement);
        }
        return Objects.requireNonNull(last);
    }

    private static Backstory.Result runAll(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of("run", "--config", config.toString(), "--from", "2022-08-01", "--to", "2022-08-28"),
                        Stream.of(more))
                .toArray(String[]::new);
        return backstory.run(arguments);
    }

    private static List<String> rows(LocalDate day) {
        return PublishedRows.of(lake, day);
    }
}
