package dev.backstory.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.spark.job.JobContext;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionsJobTest {
    private static final LocalDate DAY_13 = LocalDate.parse("2025-08-13");
    private static final LocalDate DAY_14 = LocalDate.parse("2025-08-14");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path dir;

    @BeforeEach
    void raw() throws IOException {
        lines(
                "raw/clicks.jsonl",
                "{\"dt\":\"2025-08-13\",\"customer_id\":1,\"item_id\":5,\"click_time\":\"2025-08-13T10:00:00Z\"}",
                "{\"dt\":\"2025-08-13\",\"customer_id\":1,\"item_id\":6,\"click_time\":\"2025-08-13T10:00:00Z\"}",
                "{\"dt\":\"2025-08-13\",\"customer_id\":null,\"item_id\":6,\"click_time\":\"2025-08-13T10:00:00Z\"}",
                "{\"dt\":\"2025-08-14\",\"customer_id\":2,\"item_id\":7,\"click_time\":\"2025-08-14T10:00:00Z\"}",
                "not json");
        lines(
                "raw/orders.csv",
                "order_date,customer_id,config_id,occurred_at",
                "2025-08-13,1,9,",
                "2025-08-13,1,8,2025-08-13T20:00:00Z",
                "2025-08-12,1,8,2025-08-12T20:00:00Z");
        lines("raw/impressions.jsonl", "{}");
        lines(
                "pipeline.yaml",
                "name: shop",
                "lake: lake",
                "timezone: Europe/Berlin",
                "sources:",
                "  clicks: {format: json, path: raw/clicks.jsonl}",
                "  orders: {format: csv, path: raw/orders.csv}",
                "  impressions: {format: json, path: raw/impressions.jsonl}");
    }

    @Test
    void eventsOfOneTableAreCountedWithThoseThatAreFilteredOut() throws IOException {
        lines(
                "raw/events.csv",
                "7;1;1755122400;view;DE", // 2025-08-14T00:00 in Berlin
                "7;2;1755122399;buy;DE",
                "7;3;1755165600;view;FR",
                "7;4;1755165600;search;DE",
                "7;5;1755165600;wish;DE",
                "7;6;;view;DE");
        lines(
                "pipeline.yaml",
                "name: shop",
                "lake: lake",
                "timezone: Europe/Berlin",
                "sources:",
                "  events:",
                "    format: csv",
                "    path: raw/events.csv",
                "    csv: {separator: \";\", header: [customer_id, item_id, action_time, kind, country]}",
                "    dt: from-time",
                "    time-format: epoch-seconds",
                "    where: country = 'DE'",
                "    type: {column: kind, values: {view: click, buy: order}, ignore: [search]}",
                "  impressions: {format: json, path: raw/impressions.jsonl}");

        StagedRun run = run("one", "2025-08-13", "2025-08-14");

        assertThat(run.day(DAY_13).orElseThrow().sources()).isEqualTo(Map.of("events", new SourceCount(1, 1, 0)));
        assertThat(run.day(DAY_14).orElseThrow().sources()).isEqualTo(Map.of("events", new SourceCount(2, 1, 1)));
        assertThat(run.unknownBySource()).isEqualTo(Map.of("events", 1L));
        assertThat(rows("one", "dt=2025-08-13", "customer_id", "item_id", "action_type"))
                .containsExactly("[7,2,3]");
        assertThat(rows("one", "dt=2025-08-14", "customer_id", "item_id", "action_type"))
                .containsExactly("[7,1,1]");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("events: read 6, kept 2, rejected 2, filtered 2 (");
    }

    @Test
    void stagesEveryDayOfTheRangeInTheOrderOfTheTable() throws IOException {
        StagedRun run = run("one", "2025-08-13", "2025-08-15");

        assertThat(run.days()).extracting(StagedDay::dt).containsExactly(DAY_13, DAY_14, DAY_14.plusDays(1));
        assertThat(run.days()).extracting(StagedDay::rows).containsExactly(4L, 1L, 0L);
        assertThat(run.day(DAY_13).orElseThrow().sources())
                .isEqualTo(Map.of("clicks", new SourceCount(3, 2, 1), "orders", new SourceCount(2, 2, 0)));
        assertThat(run.unknownBySource()).isEqualTo(Map.of("clicks", 1L, "orders", 0L));
        assertThat(rows("one", "dt=2025-08-13", "customer_id", "item_id", "string(action_time)", "action_type"))
                .containsExactly(
                        "[1,8,2025-08-14 05:00:00,3]",
                        "[1,6,2025-08-13 19:00:00,1]",
                        "[1,5,2025-08-13 19:00:00,1]",
                        "[1,9,2025-08-13 07:00:00,3]");
        assertThat(rows("one", "rejected/dt=2025-08-13", "source", "concat_ws('; ', reasons)"))
                .containsExactly("[clicks,customer_id is null]");
        assertThat(rows("one", "rejected/dt=unknown", "raw", "concat_ws('; ', reasons)"))
                .containsExactly("[\"not json\",the line is not a JSON object]");
        assertThat(printed.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d s", "N s"))
                .isEqualTo("""
                        actions      clicks: read 5, kept 3, rejected 2 (N s)
                        actions      orders: read 2, kept 2, rejected 0 (N s)
                        """);
    }

    /** Not only where they lie: whoever waits for the step reads why. */
    @Test
    void whereMostRowsAreRejectedTheReasonsAreSaidWithAnExample() throws IOException {
        lines(
                "raw/clicks.jsonl",
                "{\"dt\":\"2025-08-13\",\"customer_id\":1,\"item_id\":\"B-7\",\"click_time\":\"2025-08-13T10:00:00Z\"}",
                "{\"dt\":\"2025-08-13\",\"customer_id\":1,\"item_id\":\"A-5\",\"click_time\":\"2025-08-13T10:00:00Z\"}",
                "{\"dt\":\"2025-08-13\",\"customer_id\":1,\"item_id\":-3,\"click_time\":\"2025-08-13T10:00:00Z\"}",
                "{\"dt\":\"2025-08-13\",\"customer_id\":1,\"item_id\":6,\"click_time\":\"2025-08-13T10:00:00Z\"}");

        var unused = run("one", "2025-08-13", "2025-08-13");

        assertThat(printed.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d s", "N s"))
                .isEqualTo("""
                        actions      clicks: read 4, kept 1, rejected 3 (N s)
                                     rejected 2 rows of clicks: item_id '…' is not a 64-bit integer, such as \
                        {"dt":"2025-08-13","customer_id":1,"item_id":"A-5","click_time":"2025-08-13T10:00:00Z"}
                                       (ids that are texts get numbers by ids, such as ids: {item_id: text})
                                     rejected 1 row of clicks: item_id … is not positive, such as \
                        {"dt":"2025-08-13","customer_id":1,"item_id":-3,"click_time":"2025-08-13T10:00:00Z"}
                        actions      orders: read 2, kept 2, rejected 0 (N s)
                        """);
    }

    @Test
    void daysThatAreCurrentAreSkippedAndSaidSo() throws IOException {
        publish(run("one", "2025-08-13", "2025-08-14"));
        printed.reset();

        assertThat(stages("two", "2025-08-13", "2025-08-14", false)).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("actions      2 of 2 days are current (2025-08-13 to 2025-08-14) and are skipped; --rebuild"
                        + " builds them again\n");
        assertThat(stages("three", "2025-08-13", "2025-08-15", false)).isTrue();
        assertThat(lake().stagedRun(Table.ACTIONS, new RunId("three"))
                        .orElseThrow()
                        .days())
                .extracting(StagedDay::dt)
                .containsExactly(DAY_14.plusDays(1));
        assertThat(stages("four", "2025-08-13", "2025-08-14", true)).isTrue();
    }

    @Test
    void aSecondRunGivesTheSameContent() throws IOException {
        var unused = run("one", "2025-08-13", "2025-08-14");
        var unusedToo = run("two", "2025-08-13", "2025-08-14");

        for (String folder : List.of("dt=2025-08-13", "dt=2025-08-14", "rejected/dt=2025-08-13")) {
            assertThat(rows("two", folder, "*")).isEqualTo(rows("one", folder, "*"));
        }
    }

    @Test
    void aSourceThatCannotBeReadLeavesNothingStaged() throws IOException {
        lines("raw/orders.csv", "order_date,customer,config_id", "2025-08-13,1,9");

        assertThatThrownBy(() -> run("one", "2025-08-13", "2025-08-14"))
                .rootCause()
                .hasMessageStartingWith("Cannot read source orders because its column 'customer_id' (customer_id) is"
                        + " missing in file:");
        assertThat(dir.resolve("lake/_staging/actions/run=one")).doesNotExist();
    }

    private void publish(StagedRun run) {
        for (StagedDay day : run.days()) {
            PublishRecord record = PublishRecord.of(
                    run, day, new PublishRecord.Passed(run.stagedAt(), "rules", Verdict.PASS, Map.of(), "report"));
            new Publisher(lake()).publish(run, day, record);
        }
    }

    private StagedRun run(String id, String from, String to) throws IOException {
        assertThat(stages(id, from, to, false)).isTrue();
        return lake().stagedRun(Table.ACTIONS, new RunId(id)).orElseThrow();
    }

    private Lake lake() {
        return new Lake(
                dir.resolve("lake").toString(),
                new LakeFiles(SparkForTests.session().sparkContext().hadoopConfiguration()));
    }

    /** Whether the job staged a run. */
    private boolean stages(String id, String from, String to, boolean rebuild) throws IOException {
        SparkSession spark = SparkForTests.session();
        PipelineConfig config = ConfigLoader.load(dir.resolve("pipeline.yaml"));
        JobContext context = new JobContext(
                config,
                "pipeline.yaml",
                spark,
                lake(),
                new DayRange(LocalDate.parse(from), LocalDate.parse(to)),
                new RunId(id),
                rebuild,
                new Console(new PrintStream(printed, true, StandardCharsets.UTF_8)));
        assertThat(ActionsJob.run(context)).isZero();
        return lake().stagedRun(Table.ACTIONS, new RunId(id)).isPresent();
    }

    private List<String> rows(String run, String folder, String... columns) {
        return SparkForTests.session()
                .read()
                .parquet(dir.resolve("lake/_staging/actions/run=" + run + "/" + folder)
                        .toString())
                .selectExpr(columns)
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    private void lines(String name, String... lines) throws IOException {
        Files.createDirectories(dir.resolve(name).getParent());
        Files.writeString(dir.resolve(name), String.join("\n", lines) + "\n");
    }
}
