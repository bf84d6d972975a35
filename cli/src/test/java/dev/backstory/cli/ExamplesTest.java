package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.cli.init.InitHere;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.session.Sessions;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Raw events of four shapes, from their files to training rows with nothing done to them before: {@code init} makes the very
 * config that lies beside them, {@code run} publishes every day by it, and each training row is what plain loops over the
 * raw files say.
 */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "cosmetics, 3247, 2019-10-01",
        "visitors, 3236, 2015-06-01",
        "fashion, 1302, 2019-11-24",
        "grocery, 2438, 2018-09-20"
    })
    void fromRawFilesToTrainingRows(String name, int rows, LocalDate first) throws IOException {
        Path raw = copy(EXAMPLES.resolve(name).resolve("raw"), folder.resolve("examples/" + name + "/raw"));
        Path file = folder.resolve("examples/" + name + "/pipeline.yaml");

        InitHere.Result init = InitHere.run(raw, file, folder.resolve("data/" + name + "/lake"));

        assertThat(init.exit()).as(init.said()).isZero();
        String there = Files.readString(EXAMPLES.resolve(name).resolve("pipeline.yaml"));
        assertThat(Files.readString(file).replace(folder + "/", "")).isEqualTo(there);
        assertThat(there).contains("bin/backstory run --config examples/" + name + "/pipeline.yaml --dt " + first);
        PipelineConfig config = ConfigLoader.load(file);
        ExampleOracle oracle = ExampleShops.of(name, raw);
        List<LocalDate> days = oracle.days();
        assertThat(days).startsWith(first);
        RunHere.Result run = RunHere.run(config, new DayRange(days.get(0), days.get(days.size() - 1)));
        assertThat(run.exit()).as(run.said()).isZero();
        Lake lake = Sessions.lake(config, SparkForTests.session());
        Map<Long, String> customers = texts(config, IdKind.CUSTOMER);
        Map<Long, String> items = texts(config, IdKind.ITEM);
        Map<String, Long> numbers = new HashMap<>();
        items.forEach((number, text) -> numbers.put(text, number));
        int compared = 0;
        for (LocalDate day : days) {
            List<String> expected =
                    oracle.rows(day, item -> numbers.isEmpty() ? Long.parseLong(item) : numbers.get(item));
            assertThat(published(lake, day, customers, items)).isEqualTo(expected);
            compared += expected.size();
        }
        assertThat(compared).isEqualTo(rows);
    }

    private static List<String> published(
            Lake lake, LocalDate day, Map<Long, String> customers, Map<Long, String> items) {
        PublishRecord record = lake.published(Table.TRAINING, day).orElseThrow();
        assertThat(record.files()).isNotEmpty();
        return SparkForTests.session()
                .read()
                .parquet(lake.day(Table.TRAINING, day).toString())
                .collectAsList()
                .stream()
                .map(row -> text(row, customers, items))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static String text(Row row, Map<Long, String> customers, Map<Long, String> items) {
        int length = row.getAs("history_length");
        List<Long> actions = row.getList(row.fieldIndex("actions"));
        List<Integer> types = row.getList(row.fieldIndex("action_types"));
        assertThat(actions).hasSize(1000);
        assertThat(actions.subList(length, 1000)).containsOnly(0L);
        assertThat(types.subList(length, 1000)).containsOnly(0);
        return ExampleOracle.row(
                row.getAs("ranking_id"),
                id(row.getAs("customer_id"), customers),
                row.getAs("impression_pos"),
                id(row.getAs("impression_item_id"), items),
                row.getAs("label"),
                actions.subList(0, length).stream().map(item -> id(item, items)).toList(),
                types.subList(0, length));
    }

    private static String id(long number, Map<Long, String> texts) {
        return texts.isEmpty() ? Long.toString(number) : texts.get(number);
    }

    /** The dictionary of a kind, by its numbers: each text has one, and each number one. Empty for ids that are numbers. */
    private static Map<Long, String> texts(PipelineConfig config, IdKind kind) {
        Map<Long, String> texts = new HashMap<>();
        if (config.ids().isText(kind)) {
            List<Row> rows = SparkForTests.session()
                    .read()
                    .parquet(config.lake() + "/ids/" + kind.id() + "/*.parquet")
                    .collectAsList();
            rows.forEach(row -> texts.put(row.getAs("number"), row.getAs("text")));
            assertThat(texts).hasSize(rows.size());
            assertThat(texts.values()).doesNotHaveDuplicates();
        }
        return texts;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
