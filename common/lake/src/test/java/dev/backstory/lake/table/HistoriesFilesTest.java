package dev.backstory.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("spark")
class HistoriesFilesTest {
    private static final Configuration CONF = new Configuration();

    @TempDir
    private java.nio.file.Path dir;

    private record Row(long customer, List<Long> actions, List<Integer> types) {}

    @Test
    void wideTypesAreTheContracts() throws IOException {
        Path path = write(Numbers.WIDE, List.of(new Row(1, List.of(5_000_000_000L, 7L), List.of(3, 1))));

        assertThat(SparkForTests.session()
                        .read()
                        .parquet(path.toString())
                        .schema()
                        .toDDL())
                .isEqualTo("customer_id BIGINT,actions ARRAY<BIGINT>,action_types ARRAY<INT>");
        assertThat(HistoriesSchema.of(Numbers.WIDE).toString()).isEqualTo("""
                        message histories {
                          required int64 customer_id;
                          required group actions (LIST) {
                            repeated group list {
                              required int64 element;
                            }
                          }
                          required group action_types (LIST) {
                            repeated group list {
                              required int32 element;
                            }
                          }
                        }
                        """);
    }

    @Test
    void narrowTypes() throws IOException {
        Path path = write(Numbers.NARROW, List.of(new Row(1, List.of((long) Integer.MAX_VALUE), List.of(3))));

        assertThat(SparkForTests.session()
                        .read()
                        .parquet(path.toString())
                        .schema()
                        .toDDL())
                .isEqualTo("customer_id BIGINT,actions ARRAY<INT>,action_types ARRAY<TINYINT>");
    }

    @Test
    void anIdThatDoesNotFitIsAnErrorNotATruncation() throws IOException {
        try (PageCodec codec = new PageCodec(CONF);
                HistoriesFileWriter writer = HistoriesFileWriter.open(path(), CONF, Numbers.NARROW, codec)) {
            assertThatThrownBy(() -> writer.history(17, new long[] {1, 4_294_967_297L}, new byte[] {3, 1}, 2))
                    .hasMessage("Cannot write item 4294967297 of customer 17 because training.numbers is narrow and the"
                            + " id does not fit an int; set training.numbers: wide");
        }
        assertThat(dir).isEmptyDirectory();
    }

    /** Only empty ones, one page, several pages, several row groups; rows enough to end a page without a slot. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, WIDE",
        "0, 9000, NARROW",
        "1, 100, WIDE",
        "8, 5000, WIDE",
        "9, 5000, NARROW",
        "100, 20000, WIDE",
        "1000, 1500, NARROW",
        "100000, 4, WIDE"
    })
    void everyReaderFindsWhatWasWritten(int length, int rows, Numbers numbers) throws IOException {
        long seed = Seeds.next();
        List<Row> expected = rows(new Random(seed), length, rows);
        Path path = write(numbers, expected);

        for (boolean vectorized : new boolean[] {true, false}) {
            assertThat(inSpark(path, vectorized)).as("seed %d", seed).isEqualTo(expected);
        }
        assertThat(slowly(path)).as("seed %d", seed).isEqualTo(expected);
        assertThat(withCursor(path)).as("seed %d", seed).isEqualTo(expected);
        assertThat(SparkForTests.session()
                        .read()
                        .parquet(path.toString())
                        .where("size(actions) = 0")
                        .count())
                .isEqualTo(
                        expected.stream().filter(row -> row.actions.isEmpty()).count());
    }

    @Test
    void aCustomerIsFoundByHalving() throws IOException {
        List<Row> expected = rows(new Random(1), 300, 12_000);
        Path path = write(Numbers.WIDE, expected);

        try (HistoriesFileCursor cursor = HistoriesFileCursor.open(path, CONF)) {
            for (int i = expected.size() - 1; i >= 0; i -= 997) {
                Row row = expected.get(i);
                assertThat(cursor.seek(row.customer)).isTrue();
                assertThat(at(cursor)).isEqualTo(row);
            }
            long absent = LongStream.range(1, 1_000_000)
                    .filter(id -> expected.stream().noneMatch(row -> row.customer == id))
                    .findFirst()
                    .orElseThrow();
            assertThat(cursor.seek(absent) && cursor.customerId() == absent).isFalse();
        }
    }

    /** As large as those of training at most, and with statistics of the customers in each. */
    @Test
    void aRowGroupCanBeTakenAtRandom() throws IOException {
        Path path = write(Numbers.WIDE, rows(new Random(1), 300, 12_000));

        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, CONF))) {
            List<BlockMetaData> groups = reader.getFooter().getBlocks();
            assertThat(groups).hasSizeGreaterThan(2);
            for (BlockMetaData group : groups) {
                assertThat(group.getColumns().get(1).getValueCount()).isLessThan(560_000);
                assertThat(group.getColumns().get(0).getStatistics().hasNonNullValue())
                        .isTrue();
            }
        }
    }

    @Test
    void aFileWithoutRowsIsStillAFile() throws IOException {
        assertThat(inSpark(write(Numbers.WIDE, List.of()), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNoFileOfHistoriesIsNamed(boolean other) throws IOException {
        Path path = path();
        if (other) {
            ActionFileWriter.open(path, CONF).finish();
        }
        assertThatThrownBy(() -> HistoriesFileCursor.open(path, CONF))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read " + path + " because it is missing, damaged or not Backstory's (")
                .hasMessageEndingWith("; build its day again with --rebuild");
    }

    private static List<Row> rows(Random random, int length, int count) {
        List<Long> customers = random.longs(1, 1_000_000)
                .distinct()
                .limit(count)
                .boxed()
                .sorted(Comparator.<Long>comparingInt(CustomerHash::of).thenComparing(Comparator.naturalOrder()))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (long customer : customers) {
            int used = random.nextInt(4) == 0 ? 0 : random.nextInt(length + 1);
            List<Long> actions = random.longs(used, 1, 1_000_000).boxed().toList();
            rows.add(new Row(customer, actions, random.ints(used, 1, 4).boxed().toList()));
        }
        return rows;
    }

    private Path path() {
        return new Path(dir.resolve("histories.parquet").toUri());
    }

    /** The arrays are longer than the history, as the merge's are. */
    private Path write(Numbers numbers, List<Row> rows) throws IOException {
        try (PageCodec codec = new PageCodec(CONF);
                HistoriesFileWriter writer = HistoriesFileWriter.open(path(), CONF, numbers, codec)) {
            for (Row row : rows) {
                long[] items = new long[row.actions.size() + 1];
                byte[] types = new byte[row.actions.size() + 1];
                for (int i = 0; i < row.actions.size(); i++) {
                    items[i] = row.actions.get(i);
                    types[i] = row.types.get(i).byteValue();
                }
                writer.history(row.customer, items, types, row.actions.size());
            }
            var file = writer.finish();
            assertThat(file.rows()).isEqualTo(rows.size());
            assertThat(file.bytes()).isEqualTo(Files.size(dir.resolve("histories.parquet")));
        }
        return path();
    }

    /** Spark has two readers, one of its own and one that is parquet-hadoop's. */
    private static List<Row> inSpark(Path path, boolean vectorized) {
        SparkSession spark = SparkForTests.session().newSession();
        spark.conf().set("spark.sql.parquet.enableNestedColumnVectorizedReader", vectorized);
        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
        return spark
                .read()
                .parquet(path.toString())
                .selectExpr("customer_id", "cast(actions as array<bigint>)", "cast(action_types as array<int>)")
                .collectAsList()
                .stream()
                .map(row -> new Row(row.getLong(0), List.copyOf(row.getList(1)), List.copyOf(row.getList(2))))
                .toList();
    }

    /** By parquet-hadoop's record reader, the reference for what a file means. */
    private static List<Row> slowly(Path path) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), path)
                .withConf(CONF)
                .build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                rows.add(new Row(
                        group.getLong(0, 0),
                        list(group.getGroup("actions", 0)).stream()
                                .map(Long::valueOf)
                                .toList(),
                        list(group.getGroup("action_types", 0)).stream()
                                .map(Integer::valueOf)
                                .toList()));
            }
        }
        return rows;
    }

    private static List<String> list(Group list) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            values.add(list.getGroup(0, i).getValueToString(0, 0));
        }
        return values;
    }

    private static List<Row> withCursor(Path path) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (HistoriesFileCursor cursor = HistoriesFileCursor.open(path, CONF)) {
            while (cursor.next()) {
                rows.add(at(cursor));
            }
            assertThat(cursor.next()).isFalse();
        }
        return rows;
    }

    private static Row at(HistoriesFileCursor cursor) throws IOException {
        StoredHistory history = cursor.history();
        List<Long> actions = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (int slot = 0; slot < history.slots(); slot++) {
            actions.add(history.item(slot));
            types.add(history.type(slot));
        }
        return new Row(cursor.customerId(), actions, types);
    }
}
