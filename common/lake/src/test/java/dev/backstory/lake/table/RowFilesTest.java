package dev.backstory.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.FlatFile;
import dev.backstory.lake.page.HashRange;
import dev.backstory.testsupport.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
class RowFilesTest {
    private static final Configuration CONF = new Configuration();
    private static final long TIME = 1_755_000_000_123_456L;

    private static SparkSession spark;

    @TempDir
    private java.nio.file.Path dir;

    @BeforeAll
    static void session() {
        spark = SparkSession.builder().master("local[2]").getOrCreate();
    }

    @Test
    void actionsComeBackThroughSpark() throws IOException {
        Path path = path("actions.parquet");
        StagedFile file;
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            writer.write(CustomerHash.of(1), 1, 5_000_000_000L, TIME, 3);
            writer.write(CustomerHash.of(1), 1, 7, TIME - 1, 1);
            file = writer.finish();
        }

        assertThat(file).isEqualTo(new StagedFile("actions.parquet", 2, Files.size(dir.resolve("actions.parquet"))));
        assertThat(spark.read().parquet(path.toString()).schema().treeString()).isEqualTo("""
                        root
                         |-- customer_hash: integer (nullable = true)
                         |-- customer_id: long (nullable = true)
                         |-- item_id: long (nullable = true)
                         |-- action_time: timestamp (nullable = true)
                         |-- action_type: integer (nullable = true)
                        """);
        assertThat(rows(path, "customer_hash", "customer_id", "item_id", "unix_micros(action_time)", "action_type"))
                .containsExactly(
                        RowFactory.create(CustomerHash.of(1), 1L, 5_000_000_000L, TIME, 3),
                        RowFactory.create(CustomerHash.of(1), 1L, 7L, TIME - 1, 1));
        assertThat(spark.read()
                        .parquet(path.toString())
                        .selectExpr("hash(customer_id)")
                        .distinct()
                        .collectAsList())
                .containsExactly(RowFactory.create(CustomerHash.of(1)));
    }

    @Test
    void impressionsKeepTheirNulls() throws IOException {
        Path path = path("impressions.parquet");
        try (ImpressionFileWriter writer = ImpressionFileWriter.open(path, CONF)) {
            writer.write(CustomerHash.of(1), null, 1, 0, 5, null);
            writer.write(CustomerHash.of(1), "a", 1, 0, 5, 1);
            writer.write(CustomerHash.of(1), "a", 1, 1, 5, 0);
            writer.write(CustomerHash.of(1), "\u00e4", 1, 0, 6, 0);
            assertThat(writer.finish().rows()).isEqualTo(4);
        }

        assertThat(rows(path, "ranking_id", "customer_id", "impression_pos", "impression_item_id", "label"))
                .containsExactly(
                        RowFactory.create(null, 1L, 0, 5L, null),
                        RowFactory.create("a", 1L, 0, 5L, 1),
                        RowFactory.create("a", 1L, 1, 5L, 0),
                        RowFactory.create("\u00e4", 1L, 0, 6L, 0));
    }

    @Test
    void rejectedRowsKeepAllTheirReasons() throws IOException {
        Path path = path("rejected.parquet");
        try (RejectedFileWriter writer = RejectedFileWriter.open(path, CONF)) {
            writer.write("{\"item\":0}", List.of("no customer", "item is not positive"), "clicks");
            writer.write("{}", List.of("no dt"), null);
            writer.finish();
        }

        List<Row> rows = rows(path, "raw", "concat_ws('|', reasons)", "source");
        assertThat(rows)
                .containsExactly(
                        RowFactory.create("{\"item\":0}", "no customer|item is not positive", "clicks"),
                        RowFactory.create("{}", "no dt", null));
        assertThat(spark.read()
                        .parquet(path.toString())
                        .schema()
                        .apply("reasons")
                        .dataType()
                        .simpleString())
                .isEqualTo("array<string>");
    }

    @Test
    void pagesAreShortAndEndAtTheSameRowInEveryColumn() throws IOException {
        Path path = path("pages.parquet");
        long[] customers = byHash(3 * FlatFile.PAGE_ROWS);
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            for (long customer : customers) {
                writer.write(CustomerHash.of(customer), customer, 1, TIME, 1);
            }
            writer.finish();
        }

        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, CONF))) {
            for (ColumnChunkMetaData column : reader.getRowGroups().get(0).getColumns()) {
                assertThat(reader.readOffsetIndex(column).getPageCount()).isEqualTo(3);
                assertThat(reader.readOffsetIndex(column).getFirstRowIndex(2)).isEqualTo(2L * FlatFile.PAGE_ROWS);
                assertThat(reader.readColumnIndex(column)).isNotNull();
            }
        }
    }

    @Test
    void manyRowsAreSeveralRowGroupsAndPagesMayBeAllNull() throws IOException {
        Path path = path("groups.parquet");
        int nulls = 2 * FlatFile.PAGE_ROWS + 100;
        Random random = new Random(Seeds.or(3));
        long[] customers = byHash(nulls + 12_000);
        List<String> expected = new ArrayList<>();
        StagedFile file;
        try (ImpressionFileWriter writer = ImpressionFileWriter.open(path, CONF)) {
            for (int i = 0; i < customers.length; i++) {
                // Characters that hardly compress: 28 MB of them, where a row group has 16.
                String ranking = i < nulls ? null : incompressible(random, 3_000);
                Integer label = i < nulls ? null : i % 2;
                writer.write(CustomerHash.of(customers[i]), ranking, customers[i], i % 7, i + 1, label);
                expected.add(customers[i] + " " + i % 7 + " " + (i + 1) + " " + label + " " + ranking);
            }
            file = writer.finish();
        }

        assertThat(file.rows()).isEqualTo(customers.length);
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, CONF))) {
            assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
            List<ColumnChunkMetaData> columns = reader.getRowGroups().get(0).getColumns();
            assertThat(reader.readColumnIndex(columns.get(1)).getNullPages()).startsWith(true, true, false);
            assertThat(columns.get(5).getStatistics().getNumNulls()).isEqualTo(nulls);
        }
        assertThat(spark.read()
                        .parquet(path.toString())
                        .selectExpr("concat_ws(' ', customer_id, impression_pos, impression_item_id, ifnull(label,"
                                + " 'null'), ifnull(ranking_id, 'null'))")
                        .as(Encoders.STRING())
                        .collectAsList())
                .isEqualTo(expected);
        List<String> read = new ArrayList<>();
        for (HashRange range : HashRange.split(3)) {
            try (ImpressionFileCursor cursor = ImpressionFileCursor.open(path, CONF, range)) {
                while (cursor.next()) {
                    read.add(cursor.customerId() + " " + cursor.position() + " " + cursor.itemId() + " "
                            + cursor.label() + " " + cursor.rankingId());
                }
            }
        }
        assertThat(read).isEqualTo(expected);
    }

    private static String incompressible(Random random, int length) {
        return random.ints(length, '0', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static long[] byHash(int count) {
        return LongStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingInt(CustomerHash::of))
                .mapToLong(Long::longValue)
                .toArray();
    }

    @Test
    void refusesRowsOutOfOrder() throws IOException {
        Path path = path("order.parquet");
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            writer.write(CustomerHash.of(1), 1, 5, TIME, 2);
            assertThatThrownBy(() -> writer.write(CustomerHash.of(1), 1, 6, TIME, 2))
                    .hasMessage("Cannot write an action of customer 1 to " + path
                            + " because it belongs before the row written last (customer 1); sort by customer_hash,"
                            + " customer_id, action_time desc, action_type desc, item_id desc");
            writer.write(CustomerHash.of(1), 1, 5, TIME, 2);
        }
        try (ImpressionFileWriter writer = ImpressionFileWriter.open(path, CONF)) {
            writer.write(CustomerHash.of(1), "a", 1, 0, 5, 1);
            assertThatThrownBy(() -> writer.write(CustomerHash.of(1), null, 1, 0, 5, 1))
                    .hasMessage("Cannot write an impression of customer 1 to " + path
                            + " because it belongs before the row written last (customer 1); sort by customer_hash,"
                            + " customer_id, ranking_id (nulls first), impression_pos");
        }
    }

    @Test
    void refusesAnotherCustomersHash() throws IOException {
        Path path = path("hash.parquet");
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            assertThatThrownBy(() -> writer.write(0, 1, 5, TIME, 2))
                    .hasMessage("Cannot write an action of customer 1 to " + path
                            + " because its customer_hash is 0 instead of " + CustomerHash.of(1));
        }
    }

    @Test
    void leavesNothingBehindUnlessFinished() throws IOException {
        Path path = path("partial.parquet");
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            writer.write(CustomerHash.of(1), 1, 5, TIME, 2);
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void timesAreInstants() throws IOException {
        Path path = path("instant.parquet");
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            writer.write(CustomerHash.of(1), 1, 5, TIME, 2);
            writer.finish();
        }
        Row row = spark.read().parquet(path.toString()).select("action_time").head();
        assertThat(row.getTimestamp(0).toInstant()).isEqualTo(Instant.parse("2025-08-12T12:00:00.123456Z"));
    }

    private List<Row> rows(Path path, String... columns) {
        return spark.read().parquet(path.toString()).selectExpr(columns).collectAsList();
    }

    private Path path(String name) {
        return new Path(dir.resolve(name).toUri());
    }
}
