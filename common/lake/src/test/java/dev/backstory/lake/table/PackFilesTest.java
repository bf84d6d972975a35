package dev.backstory.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.run.PackFile;
import dev.backstory.lake.page.HashRange;
import dev.backstory.testsupport.Seeds;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("spark")
class PackFilesTest {
    private static final Configuration CONF = new Configuration();
    private static final YearMonth MONTH = YearMonth.of(2024, 2);
    private static final String REMEDY = "build its month again";
    private static final int LONG_CUSTOMER = 7;

    @TempDir
    private java.nio.file.Path dir;

    private record Action(int hash, long customer, long item, long time, int type, LocalDate dt) {
        static Action at(PackFileCursor cursor) {
            return new Action(
                    cursor.hash(),
                    cursor.customerId(),
                    cursor.itemId(),
                    cursor.timeMicros(),
                    cursor.type(),
                    LocalDate.ofEpochDay(cursor.epochDay()));
        }
    }

    @Test
    void anyRangeComesBackWhole() throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<Action> actions = actions(random, 30_000);
        Path path = path("pack.parquet");
        PackFile file = write(path, actions);

        assertThat(file.actions()).isEqualTo(actions.size());
        assertThat(file.bytes()).isEqualTo(Files.size(dir.resolve("pack.parquet")));
        assertThat(file.firstHash()).isEqualTo(actions.get(0).hash);
        assertThat(file.lastHash()).isEqualTo(actions.get(actions.size() - 1).hash);
        List<HashRange> ranges = new ArrayList<>(HashRange.split(1 + random.nextInt(9)));
        ranges.add(HashRange.only(CustomerHash.of(LONG_CUSTOMER)));
        ranges.add(new HashRange(Integer.MAX_VALUE, Integer.MAX_VALUE));
        for (HashRange range : ranges) {
            List<Action> found = new ArrayList<>();
            try (PackFileCursor cursor = PackFileCursor.open(path, CONF, range, MONTH, REMEDY)) {
                while (cursor.next()) {
                    found.add(Action.at(cursor));
                }
                assertThat(cursor.next()).isFalse();
                assertThat(cursor.seek(Integer.MAX_VALUE, Long.MAX_VALUE)).isFalse();
            }
            assertThat(found)
                    .as("seed %d, %s", seed, range)
                    .isEqualTo(actions.stream()
                            .filter(a -> a.hash >= range.first() && a.hash <= range.last())
                            .toList());
        }
    }

    @Test
    void seeksLandOnTheFirstRow() throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<Action> actions = actions(random, 30_000);
        Path path = path("pack.parquet");
        write(path, actions);
        List<Long> targets = new ArrayList<>(random.longs(300, 0, 4000).boxed().toList());
        targets.sort(Comparator.<Long>comparingInt(CustomerHash::of).thenComparing(Comparator.naturalOrder()));

        try (PackFileCursor cursor = PackFileCursor.open(path, CONF, HashRange.ALL, MONTH, REMEDY)) {
            cursor.next();
            int at = 0;
            for (long target : targets) {
                int hash = CustomerHash.of(target);
                while (at < actions.size()
                        && (actions.get(at).hash < hash
                                || (actions.get(at).hash == hash && actions.get(at).customer < target))) {
                    at++;
                }
                assertThat(cursor.seek(hash, target)).isEqualTo(at < actions.size());
                // A merge leaves a customer in the middle.
                for (int i = random.nextInt(4); i >= 0 && at < actions.size(); i--) {
                    assertThat(Action.at(cursor)).as("seed %d", seed).isEqualTo(actions.get(at));
                    at++;
                    assertThat(cursor.next()).isEqualTo(at < actions.size());
                }
            }
        }
    }

    /** Spark has two readers, one of its own and one that is parquet-hadoop's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sparkReadsTheSame(boolean vectorized) throws IOException {
        Random random = new Random(Seeds.or(vectorized ? 1 : 2));
        List<Action> actions = actions(random, 5_000);
        Path path = path("pack.parquet");
        write(path, actions);
        SparkSession spark = SparkForTests.session().newSession();
        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);

        List<Row> rows = spark.read()
                .parquet(path.toString())
                .selectExpr(
                        "customer_hash", "customer_id", "length", "inline(arrays_zip(item_ids, action_times, codes))")
                .selectExpr(
                        "customer_hash",
                        "customer_id",
                        "item_ids",
                        "unix_micros(action_times)",
                        "codes % 128",
                        "int(codes / 128)")
                .collectAsList();

        assertThat(rows.stream()
                        .map(row -> new Action(
                                row.getInt(0),
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getInt(4),
                                MONTH.atDay(row.getInt(5))))
                        .toList())
                .isEqualTo(actions);
    }

    @Test
    void aLongCustomerIsSplitAndRowGroupsStaySmall() throws IOException {
        Path path = path("long.parquet");
        int count = 1_200_000;
        try (PackFileWriter writer = PackFileWriter.open(path, CONF, MONTH.atDay(1))) {
            for (int i = 0; i < count; i++) {
                writer.write(
                        CustomerHash.of(1), 1, 5, -i, 1, (int) MONTH.atDay(29).toEpochDay());
            }
            assertThat(writer.finish().rows())
                    .isEqualTo((count + PackFileWriter.PAGE_ACTIONS - 1) / PackFileWriter.PAGE_ACTIONS);
        }
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, CONF))) {
            assertThat(reader.getRowGroups()).hasSize(3);
        }
        try (PackFileCursor cursor = PackFileCursor.open(path, CONF, HashRange.ALL, MONTH, REMEDY)) {
            int i = 0;
            while (cursor.next()) {
                if (cursor.timeMicros() != -i
                        || cursor.epochDay() != MONTH.atDay(29).toEpochDay()) {
                    throw new AssertionError("action " + i);
                }
                i++;
            }
            assertThat(i).isEqualTo(count);
        }
    }

    @Test
    void aRangeReadsOnlyItsPages() throws IOException {
        Path path = path("pack.parquet");
        write(path, actions(new Random(3), 200_000));
        long all = bytesRead(path, HashRange.ALL);

        assertThat(bytesRead(path, HashRange.split(16).get(3))).isLessThan(all / 5);
    }

    private static long bytesRead(Path path, HashRange range) throws IOException {
        long before = bytesRead();
        try (PackFileCursor cursor = PackFileCursor.open(path, CONF, range, MONTH, REMEDY)) {
            while (cursor.next()) {
                assertThat(cursor.type()).isPositive();
            }
        }
        return bytesRead() - before;
    }

    /** Hadoop counts by class of file system, and several of them may have been opened before. */
    @SuppressWarnings("deprecation")
    private static long bytesRead() {
        return FileSystem.getAllStatistics().stream()
                .filter(statistics -> statistics.getScheme().equals("file"))
                .mapToLong(FileSystem.Statistics::getBytesRead)
                .sum();
    }

    @Test
    void aTruncatedFileIsNamedWithTheCommandThatBuildsIt() throws IOException {
        Path path = path("truncated.parquet");
        write(path, actions(new Random(4), 1000));
        java.nio.file.Path file = dir.resolve("truncated.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        Files.deleteIfExists(dir.resolve(".truncated.parquet.crc"));

        assertThatThrownBy(() -> PackFileCursor.open(path, CONF, HashRange.ALL, MONTH, REMEDY))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read " + path + " because it is missing, damaged or not Backstory's (")
                .hasMessageEndingWith("; " + REMEDY);
    }

    @Test
    void anActionOutOfOrderIsRefusedAndTheFileThrownAway() throws IOException {
        Path path = path("unordered.parquet");
        try (PackFileWriter writer = PackFileWriter.open(path, CONF, MONTH.atDay(1))) {
            int day = (int) MONTH.atDay(1).toEpochDay();
            writer.write(CustomerHash.of(1), 1, 5, 10, 1, day);
            assertThatThrownBy(() -> writer.write(CustomerHash.of(1), 1, 5, 11, 1, day))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Cannot write an action of customer 1 to " + path + " because it belongs");
        }
        assertThat(dir.resolve("unordered.parquet")).doesNotExist();
    }

    private static List<Action> actions(Random random, int count) {
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long customer = random.nextInt(3) == 0 ? LONG_CUSTOMER : random.nextInt(3000);
            actions.add(new Action(
                    CustomerHash.of(customer),
                    customer,
                    random.nextLong(1, Long.MAX_VALUE),
                    random.nextInt(50) - 25,
                    1 + random.nextInt(3),
                    MONTH.atDay(1 + random.nextInt(29))));
        }
        actions.sort(Comparator.comparing(Action::hash)
                .thenComparing(Action::customer)
                .thenComparing(Comparator.comparing(Action::time)
                        .thenComparing(Action::type)
                        .thenComparing(Action::item)
                        .reversed()));
        return actions;
    }

    private static PackFile write(Path path, List<Action> actions) throws IOException {
        try (PackFileWriter writer = PackFileWriter.open(path, CONF, MONTH.atDay(1))) {
            for (Action a : actions) {
                writer.write(a.hash, a.customer, a.item, a.time, a.type, (int) a.dt.toEpochDay());
            }
            return writer.finish();
        }
    }

    private Path path(String name) {
        return new Path(dir.resolve(name).toUri());
    }
}
