package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.DictionaryPart;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole run of a shop whose ids are texts, killed while it numbers them; then a run that must put everything right. */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class KilledTextIdsTest {
    private static final LocalDate D13 = LocalDate.parse("2025-08-13");
    private static final LocalDate D14 = LocalDate.parse("2025-08-14");
    private static final int CUSTOMERS = 40;
    private static final long LOOK_EVERY_NANOS = 200_000;

    @TempDir
    Path folder;

    /** Customers numbered and items not; both, and no day published; the days of actions; the items of impressions. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ids/customer/_DICTIONARY.json",
                "ids/item/_DICTIONARY.json",
                "actions/dt=2025-08-13/_PUBLISHED.json",
                "_staging/impressions"
            })
    void noNumberIsGivenTwice(String killOnceThereIs) throws Exception {
        PipelineConfig config = shop();
        Lake lake = Lake.open(config);
        Path sign = folder.resolve("lake").resolve(killOnceThereIs);

        Backstory.Running running = new Backstory(folder)
                .start(
                        "run",
                        "--config",
                        folder.resolve("pipeline.yaml").toString(),
                        "--from",
                        D13.toString(),
                        "--to",
                        D14.toString());
        while (running.process().isAlive() && !Files.exists(sign)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        running.process().destroyForcibly().waitFor();
        Map<IdKind, Map<String, Long>> before = new TreeMap<>();
        for (IdKind kind : IdKind.values()) {
            before.put(kind, numbers(lake, kind));
        }

        RunHere.Result again = RunHere.run(config, new DayRange(D13, D14));

        assertThat(again.exit()).as(again.said()).isZero();
        for (IdKind kind : IdKind.values()) {
            Map<String, Long> after = numbers(lake, kind);
            assertThat(after.values())
                    .as("%s", kind)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, after.size()).boxed().toList());
            assertThat(after).as("what had a number keeps it").containsAllEntriesOf(before.get(kind));
        }
        // No item of an impression is among those of the clicks: they are numbered by a step of their own.
        assertThat(numbers(lake, IdKind.CUSTOMER)).hasSize(CUSTOMERS);
        assertThat(numbers(lake, IdKind.ITEM)).hasSize(2 * CUSTOMERS);
        assertThat(rowsInTexts(lake)).containsExactlyInAnyOrderElementsOf(expectedRows());
    }

    /** Each customer clicks on an item of its own on the 13th, and is shown another one on the 14th. */
    private PipelineConfig shop() throws IOException {
        StringBuilder clicks = new StringBuilder("dt,customer_id,item_id,click_time\n");
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < CUSTOMERS; i++) {
            clicks.append("2025-08-13,c-" + i + ",sku-" + i + ",2025-08-13T10:00:00Z\n");
            clicks.append("2025-08-14,c-" + i + ",sku-" + i + ",2025-08-14T10:00:00Z\n");
            shown.append("{\"dt\":\"2025-08-14\",\"ranking_id\":\"r\",\"customer_id\":\"c-" + i
                    + "\",\"impressions\":[{\"item_id\":\"new-" + i + "\",\"is_order\":1}]}\n");
        }
        Files.writeString(folder.resolve("clicks.csv"), clicks);
        Files.writeString(folder.resolve("shown.json"), shown);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                ids: {customer_id: text, item_id: text}
                history: {length: 3, lookback: P7D}
                sources:
                  clicks: {format: csv, path: clicks.csv}
                  impressions: {format: json, path: shown.json}
                dq: {impressions: {allow-empty: true}, training: {allow-empty: true}}
                """);
        return ConfigLoader.load(folder.resolve("pipeline.yaml"));
    }

    private static List<String> expectedRows() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < CUSTOMERS; i++) {
            rows.add("c-" + i + " new-" + i + " sku-" + i);
        }
        return rows;
    }

    /** Customer, item shown, and what is in the history, by their texts. */
    private static List<String> rowsInTexts(Lake lake) {
        Map<Long, String> customers = byNumber(numbers(lake, IdKind.CUSTOMER));
        Map<Long, String> items = byNumber(numbers(lake, IdKind.ITEM));
        return SparkForTests.session()
                .read()
                .parquet(lake.day(Table.TRAINING, D14).toString())
                .selectExpr("customer_id", "impression_item_id", "actions")
                .collectAsList()
                .stream()
                .map(row -> customers.get(row.getLong(0)) + " " + items.get(row.getLong(1)) + " "
                        + row.<Long>getList(2).stream()
                                .filter(item -> item != 0)
                                .map(items::get)
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    private static Map<Long, String> byNumber(Map<String, Long> numbers) {
        return numbers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    /** As the dictionary is now, by the files that it names; a text that is in two of them fails. */
    private static Map<String, Long> numbers(Lake lake, IdKind kind) {
        Dictionary dictionary = new Dictionary(lake, kind);
        DictionaryRecord record = dictionary.read();
        Map<String, Long> numbers = new TreeMap<>();
        for (DictionaryPart part : record.parts()) {
            List<Row> rows = SparkForTests.session()
                    .read()
                    .parquet(dictionary.file(part).toString())
                    .select("text", "number")
                    .collectAsList();
            rows.forEach(row -> assertThat(numbers.put(row.getString(0), row.getLong(1)))
                    .as(row.getString(0))
                    .isNull());
        }
        return numbers;
    }
}
