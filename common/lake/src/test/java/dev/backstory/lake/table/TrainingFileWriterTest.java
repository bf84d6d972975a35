package dev.backstory.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.testsupport.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("spark")
class TrainingFileWriterTest {
    private static final Configuration CONF = new Configuration();
    private static final long TIME = 1_755_000_000_123_456L;
    private static final String[] COLUMNS = {
        "ranking_id",
        "customer_id",
        "impression_pos",
        "cast(impression_item_id as bigint)",
        "label",
        "cast(actions as array<bigint>)",
        "cast(action_types as array<int>)",
        "history_length",
        "unix_micros(newest_action_time)"
    };

    private static SparkSession spark;

    @TempDir
    private java.nio.file.Path dir;

    @BeforeAll
    static void session() {
        spark = SparkSession.builder().master("local[2]").getOrCreate();
    }

    @Test
    void wideTypesAreTheContracts() throws IOException {
        Path path = write(settings(Numbers.WIDE, Map.of()), 3, writer -> {
            writer.history(1, new long[] {5_000_000_000L, 7, 99}, new byte[] {3, 1, 2}, 2, TIME);
            writer.row("r", 0, 6_000_000_000L, 1);
            writer.row(null, 1, 8, null);
            writer.history(2, new long[3], new byte[3], 0, TIME);
            writer.row("ä", 0, 8, 0);
        });

        assertThat(spark.read().parquet(path.toString()).schema().toDDL())
                .isEqualTo(
                        "ranking_id STRING,customer_id BIGINT,impression_pos INT,impression_item_id BIGINT,label INT,"
                                + "actions ARRAY<BIGINT>,action_types ARRAY<INT>,history_length INT,"
                                + "newest_action_time TIMESTAMP");
        // Spark shows every column of a file as nullable; what the file itself promises stands in its schema.
        assertThat(TrainingSchema.of(settings(Numbers.WIDE, Map.of())).toString())
                .isEqualTo("""
                        message training {
                          optional binary ranking_id (STRING);
                          required int64 customer_id;
                          required int32 impression_pos;
                          required int64 impression_item_id;
                          optional int32 label;
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
                          required int32 history_length;
                          optional int64 newest_action_time (TIMESTAMP(MICROS,true));
                        }
                        """);
        assertThat(read(path))
                .containsExactly(
                        row("r", 1, 0, 6_000_000_000L, 1, List.of(5_000_000_000L, 7L, 0L), List.of(3, 1, 0), 2, TIME),
                        row(null, 1, 1, 8, null, List.of(5_000_000_000L, 7L, 0L), List.of(3, 1, 0), 2, TIME),
                        row("ä", 2, 0, 8, 0, List.of(0L, 0L, 0L), List.of(0, 0, 0), 0, null));
    }

    @Test
    void narrowTypesAndNewNames() throws IOException {
        Path path = write(
                settings(Numbers.NARROW, Map.of("impression_item_id", "item_id", "label", "is_order")), 2, writer -> {
                    writer.history(1, new long[] {Integer.MAX_VALUE}, new byte[] {3}, 1, TIME);
                    writer.row("r", 0, 5, 1);
                });

        assertThat(spark.read().parquet(path.toString()).schema().toDDL())
                .isEqualTo("ranking_id STRING,customer_id BIGINT,impression_pos INT,item_id INT,is_order INT,"
                        + "actions ARRAY<INT>,action_types ARRAY<TINYINT>,history_length INT,"
                        + "newest_action_time TIMESTAMP");
        assertThat(spark.read()
                        .parquet(path.toString())
                        .selectExpr("actions", "action_types")
                        .head()
                        .mkString())
                .contains(Integer.MAX_VALUE + ", 0")
                .contains("3, 0");
    }

    @Test
    void anIdThatDoesNotFitIsAnErrorNotATruncation() throws IOException {
        write(settings(Numbers.NARROW, Map.of()), 2, writer -> {
            assertThatThrownBy(() -> writer.history(17, new long[] {4_294_967_297L}, new byte[] {3}, 1, TIME))
                    .hasMessage("Cannot write item 4294967297 of customer 17 because training.numbers is narrow and the"
                            + " id does not fit an int; set training.numbers: wide");
            writer.history(17, new long[] {1}, new byte[] {3}, 1, TIME);
            assertThatThrownBy(() -> writer.row("r", 0, 4_294_967_298L, 1))
                    .hasMessageStartingWith("Cannot write item 4294967298 of customer 17 because");
        });
    }

    /** Lengths around what levels are packed by (8), and rows around the ends of pages and row groups. */
    @ParameterizedTest
    @CsvSource({
        "1, 5000, WIDE",
        "2, 40, NARROW",
        "7, 40, WIDE",
        "8, 40, WIDE",
        "9, 40, NARROW",
        "1000, 63, WIDE",
        "1000, 64, NARROW",
        "1000, 700, WIDE",
        "1000, 1024, NARROW",
        "20000, 20, WIDE",
        "100000, 3, WIDE"
    })
    void everyReaderFindsWhatWasWritten(int length, int rows, Numbers numbers) throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<Row> expected = new ArrayList<>();
        Path path = write(settings(numbers, Map.of()), length, writer -> {
            long customer = 0;
            while (expected.size() < rows) {
                customer++;
                writeCustomer(writer, customer, length, random, expected, rows);
            }
        });

        assertThat(read(path)).as("seed %d", seed).isEqualTo(expected);
        assertThat(readSlowly(path)).as("seed %d", seed).isEqualTo(texts(expected));
        long large = expected.stream().mapToLong(row -> row.getLong(1)).max().orElseThrow();
        assertThat(spark.read()
                        .parquet(path.toString())
                        .where("customer_id = " + large)
                        .count())
                .isEqualTo(
                        expected.stream().filter(row -> row.getLong(1) == large).count());
        assertThat(spark.read()
                        .parquet(path.toString())
                        .where("newest_action_time is null")
                        .count())
                .isEqualTo(expected.stream().filter(row -> row.isNullAt(8)).count());
    }

    private static void writeCustomer(
            TrainingFileWriter writer, long customer, int length, Random random, List<Row> expected, int rows)
            throws IOException {
        int used = random.nextInt(3) == 0 ? length : random.nextInt(length + 1);
        long[] items = new long[length];
        byte[] types = new byte[length];
        List<Long> itemList = new ArrayList<>();
        List<Integer> typeList = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items[i] = i < used ? 1 + random.nextInt(1_000_000) : 0;
            types[i] = (byte) (i < used ? 1 + random.nextInt(3) : 0);
            itemList.add(items[i]);
            typeList.add((int) types[i]);
        }
        Long newest = used == 0 ? null : TIME + random.nextInt(100);
        writer.history(customer, items, types, used, newest == null ? 0 : newest);
        for (int i = random.nextInt(9); i >= 0 && expected.size() < rows; i--) {
            String ranking = random.nextInt(4) == 0 ? null : "r" + random.nextInt(5);
            Integer label = random.nextInt(4) == 0 ? null : random.nextInt(2);
            writer.row(ranking, i, 5L + i, label);
            expected.add(row(ranking, customer, i, 5L + i, label, itemList, typeList, used, newest));
        }
    }

    @Test
    void aFileWithoutRowsIsStillAFile() throws IOException {
        Path path = write(settings(Numbers.WIDE, Map.of()), 1000, writer -> {});
        assertThat(read(path)).isEmpty();
    }

    @Test
    void leavesNothingBehindUnlessFinished() throws IOException {
        Path path = new Path(dir.resolve("part.parquet").toUri());
        TrainingFormat format = new TrainingFormat(settings(Numbers.WIDE, Map.of()), 3);
        try (PageCodec codec = new PageCodec(CONF);
                TrainingFileWriter writer = TrainingFileWriter.open(path, CONF, format, codec)) {
            writer.history(1, new long[3], new byte[3], 0, 0);
            writer.row("r", 0, 1, 1);
        }
        assertThat(dir).isEmptyDirectory();
    }

    private interface Rows {
        void writeTo(TrainingFileWriter writer) throws IOException;
    }

    private Path write(TrainingSettings settings, int length, Rows rows) throws IOException {
        Path path = new Path(dir.resolve("training.parquet").toUri());
        try (PageCodec codec = new PageCodec(CONF);
                TrainingFileWriter writer =
                        TrainingFileWriter.open(path, CONF, new TrainingFormat(settings, length), codec)) {
            rows.writeTo(writer);
            assertThat(writer.finish().bytes()).isEqualTo(Files.size(dir.resolve("training.parquet")));
        }
        return path;
    }

    private static List<Row> read(Path path) {
        return spark.read().parquet(path.toString()).selectExpr(COLUMNS).collectAsList().stream()
                .map(row -> RowFactory.create(
                        row.get(0),
                        row.get(1),
                        row.get(2),
                        row.get(3),
                        row.get(4),
                        new ArrayList<>(row.<Long>getList(5)),
                        new ArrayList<>(row.<Integer>getList(6)),
                        row.get(7),
                        row.get(8)))
                .toList();
    }

    /** By parquet-hadoop's record reader, the reference for what a file means. */
    private static List<String> readSlowly(Path path) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), path)
                .withConf(CONF)
                .build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                Map<String, String> flat = new HashMap<>();
                for (String column :
                        List.of("ranking_id", "customer_id", "impression_pos", "label", "newest_action_time")) {
                    flat.put(
                            column,
                            group.getFieldRepetitionCount(column) == 0
                                    ? "null"
                                    : group.getValueToString(group.getType().getFieldIndex(column), 0));
                }
                rows.add(String.join(
                        "|",
                        flat.get("ranking_id"),
                        flat.get("customer_id"),
                        flat.get("impression_pos"),
                        flat.get("label"),
                        flat.get("newest_action_time"),
                        list(group.getGroup("actions", 0)),
                        list(group.getGroup("action_types", 0))));
            }
        }
        return rows;
    }

    private static String list(Group list) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            values.add(list.getGroup(0, i).getValueToString(0, 0));
        }
        return values.toString();
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream()
                .map(row -> String.join(
                        "|",
                        String.valueOf(row.get(0)),
                        String.valueOf(row.get(1)),
                        String.valueOf(row.get(2)),
                        String.valueOf(row.get(4)),
                        String.valueOf(row.get(8)),
                        String.valueOf(row.get(5)),
                        String.valueOf(row.get(6))))
                .toList();
    }

    private static Row row(
            @Nullable String ranking,
            long customer,
            int position,
            long item,
            @Nullable Integer label,
            List<Long> items,
            List<Integer> types,
            int length,
            @Nullable Long newest) {
        return RowFactory.create(ranking, customer, position, item, label, items, types, length, newest);
    }

    private static TrainingSettings settings(Numbers numbers, Map<String, String> names) {
        Map<String, String> columns = new HashMap<>(ContractColumns.TRAINING.defaults());
        columns.putAll(names);
        return new TrainingSettings(numbers, columns);
    }
}
