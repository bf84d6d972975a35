package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    void showsARowInReadableForm() {
        Backstory.Result result = backstory.run("show", "--config", config.toString(), "--dt", "2022-08-28");

        assertThat(result.exit()).as(result.everything()).isZero();
        assertThat(result.out())
                .contains("training/dt=2022-08-28, one of")
                .containsPattern("history_length +\\d+ of 1000")
                .contains("in words, newest first: ");
    }

    @Test
    @Order(5)
    void explainsARowAsTheDocumentationShows() throws Exception {
        Backstory.Result result =
                backstory.run("explain", "--config", config.toString(), "--dt", "2022-08-28", "--customer", "1");

        assertThat(result.exit()).as(result.everything()).isZero();
        String page = Files.readString(Path.of("../docs/explain.md"));
        String shown = page.substring(page.indexOf("<!-- explain:begin -->"), page.indexOf("<!-- explain:end -->"))
                .lines()
                .skip(2)
                .map(line -> line.replaceFirst("^ {4}", ""))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(result.out().replaceAll("\\d{8}T\\d{6}-[0-9a-f]{8}", "RUN")).isEqualTo(shown);
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
