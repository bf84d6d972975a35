package dev.backstory.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.ids.DictionaryLookup;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids that are texts, from files to a staged day and back. */
class TextIdsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private SparkSession spark;

    @TempDir
    private Path dir;

    @BeforeEach
    void config() throws IOException {
        spark = SparkForTests.session();
        pipeline("lake", "ids: {customer_id: text, item_id: text}");
        lines("raw/orders.csv", "order_date,customer_id,config_id,occurred_at");
    }

    @Test
    void eachTextHasOneNumberInTheOrderOfTheTexts() throws IOException {
        clicks("2025-08-13,bob,SKU-2", "2025-08-13,ann,SKU-1", "2025-08-13,bob,SKU-1", "2025-08-14,cid,SKU-0");
        lines(
                "raw/orders.csv",
                "order_date,customer_id,config_id,occurred_at",
                "2025-08-13,ann,SKU-9,2025-08-13T20:00:00Z");

        StagedRun run = run("one", "2025-08-13", "2025-08-13");

        assertThat(run.days().get(0).sources())
                .isEqualTo(Map.of("clicks", new SourceCount(3, 3, 0), "orders", new SourceCount(1, 1, 0)));
        assertThat(numbers(IdKind.CUSTOMER)).isEqualTo(Map.of("ann", 1L, "bob", 2L));
        assertThat(numbers(IdKind.ITEM)).isEqualTo(Map.of("SKU-1", 1L, "SKU-2", 2L, "SKU-9", 3L));
        assertThat(rows("one", "dt=2025-08-13")).containsExactlyInAnyOrder("[2,2,1]", "[1,1,1]", "[2,1,1]", "[1,3,3]");
        assertThat(printed.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d s", "N s"))
                .isEqualTo("""
                        actions      ids: 2 new customers, 3 new items (N s)
                        actions      clicks: read 3, kept 3, rejected 0 (N s)
                        actions      orders: read 1, kept 1, rejected 0 (N s)
                        """);

        var unused = run("two", "2025-08-14", "2025-08-14");
        assertThat(numbers(IdKind.CUSTOMER)).isEqualTo(Map.of("ann", 1L, "bob", 2L, "cid", 3L));
        assertThat(rows("two", "dt=2025-08-14")).containsExactly("[3,4,1]");
        var unusedToo = run("three", "2025-08-13", "2025-08-14");
        assertThat(rows("three", "dt=2025-08-13")).isEqualTo(rows("one", "dt=2025-08-13"));
        assertThat(new Dictionary(lake(), IdKind.CUSTOMER).read().version()).isEqualTo(2);
    }

    @Test
    void aTextIsWhatItIsAndAnyIdIsOne() throws IOException {
        String long10k = "x".repeat(10_240);
        clicks(
                "2025-08-13,007,0",
                "2025-08-13,7,-1",
                "2025-08-13, 7,\"a \"\"quoted\"\", one\"",
                "2025-08-13,7 ,\ud83d\udc5f",
                "2025-08-13,0,e\u0301",
                "2025-08-13,x\ty,\u00e9",
                "2025-08-13,x," + long10k,
                "2025-08-13,X,1e3");

        StagedRun run = run("one", "2025-08-13", "2025-08-13");

        assertThat(run.days().get(0).rejectedRows()).isZero();
        assertThat(numbers(IdKind.CUSTOMER)).containsOnlyKeys("007", "7", " 7", "7 ", "0", "x\ty", "x", "X");
        assertThat(numbers(IdKind.ITEM))
                .containsOnlyKeys("0", "-1", "a \"quoted\", one", "\ud83d\udc5f", "e\u0301", "\u00e9", long10k, "1e3");
        assertThat(texts("one", "2025-08-13"))
                .contains("007 0", "7 -1", " 7 a \"quoted\", one", "7  \ud83d\udc5f", "x " + long10k);
    }

    @Test
    void rowsWithoutAnIdAreRejectedAndTeachNothing() throws IOException {
        clicks("2025-08-13,,a", "2025-08-13,  ,b", "2025-08-13,c,\u00a0\t", "2025-08-13,d,\"\"", "2025-08-13,ok,ok");
        lines(
                "raw/orders.csv",
                "order_date,customer_id,config_id,occurred_at",
                "2025-08-13,badtime,e,yesterday",
                "someday,badday,e,");

        StagedRun run = run("one", "2025-08-13", "2025-08-13");

        assertThat(run.days().get(0).rejectedRows()).isEqualTo(5);
        assertThat(numbers(IdKind.CUSTOMER)).containsOnlyKeys("ok");
        assertThat(numbers(IdKind.ITEM)).containsOnlyKeys("ok");
        assertThat(read("one", "rejected/dt=2025-08-13")
                        .selectExpr("concat_ws('; ', reasons)")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder(
                        "[customer_id is null]",
                        "[customer_id '  ' is blank]",
                        "[item_id '\u00a0\t' is blank]",
                        "[item_id is null]",
                        "[occurred_at 'yesterday' is not an ISO-8601 date and time]");
    }

    @ParameterizedTest
    @CsvSource({"1, 10485760", "2, -1"})
    void aDayOfTextsIsTheSameDayOfNumbersUpToTheirNames(long seed, String broadcast) throws IOException {
        spark = SparkForTests.session().newSession();
        spark.conf().set("spark.sql.autoBroadcastJoinThreshold", broadcast);
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            boolean readable = random.nextInt(20) > 0;
            lines.add("2025-08-1" + (3 + random.nextInt(3)) + "," + (1 + random.nextInt(300)) + ","
                    + (readable ? 1 + random.nextInt(80) : ""));
        }
        clicks(lines.toArray(String[]::new));
        // From the last day to the first, so that the numbers have nothing to do with the texts' order.
        for (String day : List.of("2025-08-15", "2025-08-14", "2025-08-13")) {
            var unused = run("texts" + day, day, day);
        }
        pipeline("numbers", "");
        for (String day : List.of("2025-08-13", "2025-08-14", "2025-08-15")) {
            StagedRun numbers = run("numbers", day, day);
            List<String> expected = read("numbers", "dt=" + day).collectAsList().stream()
                    .map(row -> row.getLong(0) + " " + row.getLong(1))
                    .sorted()
                    .toList();
            pipeline("lake", "ids: {customer_id: text, item_id: text}");
            assertThat(texts("texts" + day, day)).as("seed %d", seed).isEqualTo(expected);
            assertThat(lake().stagedRun(Table.ACTIONS, new RunId("texts" + day))
                            .orElseThrow()
                            .days()
                            .get(0)
                            .sources())
                    .as("seed %d", seed)
                    .isEqualTo(numbers.days().get(0).sources());
            pipeline("numbers", "");
        }
    }

    @Test
    void runsAtOnceGiveEachTextOneNumber() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            lines.add("2025-08-1" + (3 + i % 3) + ",c" + i % 70 + ",i" + i % 90);
        }
        clicks(lines.toArray(String[]::new));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<StagedRun>> runs = new ArrayList<>();
        for (String day : List.of("2025-08-13", "2025-08-14", "2025-08-15")) {
            runs.add(threads.submit(() -> run("at-once-" + day, day, day)));
        }
        threads.shutdown();
        for (Future<StagedRun> run : runs) {
            assertThat(run.get().days()).hasSize(1);
        }

        Map<String, Long> customers = numbers(IdKind.CUSTOMER);
        assertThat(customers).hasSize(70);
        assertThat(new HashSet<>(customers.values())).hasSize(70);
        assertThat(numbers(IdKind.ITEM)).hasSize(90);
        List<String> all = new ArrayList<>();
        for (String day : List.of("2025-08-13", "2025-08-14", "2025-08-15")) {
            all.addAll(texts("at-once-" + day, day));
        }
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(lines.stream()
                        .map(line -> line.substring(11).replace(",", " "))
                        .toList());
    }

    @Test
    void oneKindMayBeTextAndTheOtherNumbers() throws IOException {
        pipeline("lake", "ids: {item_id: text}");
        clicks("2025-08-13,5,b", "2025-08-13,0,a", "2025-08-13,x,a");

        StagedRun run = run("one", "2025-08-13", "2025-08-13");

        assertThat(run.days().get(0).rejectedRows()).isEqualTo(1);
        assertThat(rows("one", "dt=2025-08-13")).containsExactlyInAnyOrder("[5,2,1]", "[0,1,1]");
        assertThat(dir.resolve("lake/ids/customer")).doesNotExist();
    }

    @Test
    void aDictionaryThatWasDeletedDoesNotBeginAgain() throws IOException {
        clicks("2025-08-13,ann,a");
        publish(run("one", "2025-08-13", "2025-08-13"));
        lake().files().delete(lake().ids(IdKind.CUSTOMER));

        assertThatThrownBy(() -> run("two", "2025-08-13", "2025-08-13"))
                .hasMessage("Cannot begin the dictionary " + dir.resolve("lake/ids/customer")
                        + " because actions/dt=2025-08-13 was published without it, so that its numbers are others;"
                        + " restore the dictionary if there was one, or give ids that are texts a lake of their own");
        assertThat(dir.resolve("lake/_staging/actions/run=two")).doesNotExist();
    }

    @Test
    void aLakeOfNumbersTakesNoTexts() throws IOException {
        clicks("2025-08-13,5,6");
        pipeline("lake", "");
        publish(run("one", "2025-08-13", "2025-08-13"));

        pipeline("lake", "ids: {item_id: text}");
        assertThatThrownBy(() -> run("two", "2025-08-13", "2025-08-13"))
                .hasMessageStartingWith("Cannot begin the dictionary " + dir.resolve("lake/ids/item")
                        + " because actions/dt=2025-08-13 was published without it");
    }

    @Test
    void aLakeOfTextsTakesNoNumbers() throws IOException {
        clicks("2025-08-13,5,6");
        var unused = run("one", "2025-08-13", "2025-08-13");

        pipeline("lake", "ids: {customer_id: text}");
        assertThatThrownBy(() -> run("two", "2025-08-13", "2025-08-13"))
                .hasMessage("Cannot take item ids as numbers because the lake has a dictionary for them, "
                        + dir.resolve("lake/ids/item")
                        + ", whose numbers are others; write ids: {item_id: text}, or give ids that are numbers a lake of"
                        + " their own");
    }

    private void publish(StagedRun run) throws IOException {
        StagedDay day = run.days().get(0);
        PublishRecord record = PublishRecord.of(
                run, day, new PublishRecord.Passed(run.stagedAt(), "rules", Verdict.PASS, Map.of(), "report"));
        new Publisher(lake()).publish(run, day, record);
    }

    private void pipeline(String lake, String ids) throws IOException {
        lines(
                "pipeline.yaml",
                "name: shop",
                "lake: " + lake,
                "sources:",
                "  clicks: {format: csv, path: raw/clicks.csv}",
                "  orders: {format: csv, path: raw/orders.csv}",
                "  impressions: {format: json, path: raw/impressions}",
                ids);
    }

    /** Lines of dt, customer and item; all at ten. */
    private void clicks(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of("dt,customer_id,item_id,click_time"));
        for (String line : lines) {
            all.add(line + "," + line.substring(0, 10) + "T10:00:00Z");
        }
        lines("raw/clicks.csv", all.toArray(String[]::new));
    }

    private StagedRun run(String id, String from, String to) throws IOException {
        PipelineConfig config = ConfigLoader.load(dir.resolve("pipeline.yaml"));
        JobContext context = new JobContext(
                config,
                "pipeline.yaml",
                spark,
                lake(),
                new DayRange(LocalDate.parse(from), LocalDate.parse(to)),
                new RunId(id),
                true,
                new Console(new PrintStream(printed, true, StandardCharsets.UTF_8)));
        assertThat(ActionsJob.run(context)).isZero();
        return lake().stagedRun(Table.ACTIONS, new RunId(id)).orElseThrow();
    }

    private Lake lake() throws IOException {
        return new Lake(
                ConfigLoader.load(dir.resolve("pipeline.yaml")).lake(),
                new LakeFiles(SparkForTests.session().sparkContext().hadoopConfiguration()));
    }

    /** All of a dictionary, by text; fails where a text has two. */
    private Map<String, Long> numbers(IdKind kind) throws IOException {
        DictionaryRecord record = new Dictionary(lake(), kind).read();
        return new DictionaryLookup(lake(), kind)
                .texts(LongStream.range(1, record.next()).boxed().toList()).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    /** Customer and item of each row of a staged day, as texts, sorted. */
    private List<String> texts(String run, String day) throws IOException {
        Map<Long, String> customers = byNumber(IdKind.CUSTOMER);
        Map<Long, String> items = byNumber(IdKind.ITEM);
        return read(run, "dt=" + day).collectAsList().stream()
                .map(row -> customers.get(row.getLong(0)) + " " + items.get(row.getLong(1)))
                .sorted()
                .toList();
    }

    private Map<Long, String> byNumber(IdKind kind) throws IOException {
        return numbers(kind).entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    private List<String> rows(String run, String folder) throws IOException {
        return read(run, folder).collectAsList().stream().map(Row::toString).toList();
    }

    private Dataset<Row> read(String run, String folder) throws IOException {
        Dataset<Row> rows =
                SparkForTests.session().read().parquet(lake().root() + "/_staging/actions/run=" + run + "/" + folder);
        return folder.startsWith("rejected") ? rows : rows.select("customer_id", "item_id", "action_type");
    }

    private void lines(String name, String... lines) throws IOException {
        Files.createDirectories(dir.resolve(name).toAbsolutePath().getParent());
        Files.writeString(dir.resolve(name), String.join("\n", lines) + "\n");
    }
}
