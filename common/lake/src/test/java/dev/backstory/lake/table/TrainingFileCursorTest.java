package dev.backstory.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.testsupport.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingFileCursorTest {
    private static final Configuration CONF = new Configuration();

    @TempDir
    private java.nio.file.Path dir;

    private record Row(
            @Nullable String ranking,
            long customer,
            int position,
            long item,
            @Nullable Integer label,
            int length,
            @Nullable Long newest,
            List<Long> items,
            List<Integer> types) {}

    /** Lengths and rows around the ends of pages (64,000 slots) and row groups (8 pages). */
    @ParameterizedTest
    @CsvSource({
        "1, 9000, WIDE",
        "7, 40, NARROW",
        "1000, 63, WIDE",
        "1000, 700, NARROW",
        "1000, 1300, WIDE",
        "20000, 40, WIDE"
    })
    void givesBackWhatWasWritten(int length, int rows, Numbers numbers) throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<Row> written = rows(random, length, rows);
        Path path = write(numbers, length, written);

        try (TrainingFileCursor cursor = TrainingFileCursor.open(path, CONF)) {
            List<Row> read = new ArrayList<>();
            while (cursor.next()) {
                read.add(row(cursor));
            }
            assertThat(read).as("seed %d", seed).isEqualTo(written);
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.firstCustomer()).isEqualTo(written.get(0).customer);
            for (int i = 0; i < 20; i++) {
                long customer = random.nextInt(rows);
                List<Row> rest = written.stream()
                        .dropWhile(row -> CustomerOrder.compare(row.customer, customer) < 0)
                        .toList();
                assertThat(cursor.seek(customer)).as("seed %d", seed).isEqualTo(!rest.isEmpty());
                if (!rest.isEmpty()) {
                    assertThat(row(cursor)).as("seed %d", seed).isEqualTo(rest.get(0));
                    assertThat(cursor.next()).isEqualTo(rest.size() > 1);
                }
            }
        }
    }

    @Test
    void tellsWhereHistoriesDiffer() throws IOException {
        List<Row> some = List.of(
                history(4, "1:5", "2:6"),
                history(4, "1:5", "2:6"),
                history(4, "1:5", "2:7", "3:8"),
                history(4, "1:5", "3:6"));
        List<StoredHistory> wide = histories(write(Numbers.WIDE, 4, some));
        List<StoredHistory> narrow = histories(write(Numbers.NARROW, 4, some));
        StoredHistory longer = histories(write(Numbers.WIDE, 6, List.of(history(6, "1:5", "2:6"))))
                .get(0);

        for (List<StoredHistory> right : List.of(wide, narrow)) {
            StoredHistory left = wide.get(0);
            assertThat(left.firstDifference(right.get(0))).isEqualTo(-1);
            assertThat(left.firstDifference(right.get(1))).isEqualTo(-1);
            assertThat(left.differences(right.get(1))).isZero();
            assertThat(left.firstDifference(right.get(2))).isEqualTo(1);
            assertThat(left.differences(right.get(2))).isEqualTo(2);
            assertThat(left.firstDifference(right.get(3))).isEqualTo(1);
            assertThat(right.get(0).firstDifference(longer)).isEqualTo(4);
            assertThat(longer.differences(right.get(0))).isEqualTo(2);
        }
    }

    @Test
    void refusesFilesThatAreNotTrainingOfOneLength() throws IOException {
        Path actions = new Path(dir.resolve("actions.parquet").toUri());
        try (ActionFileWriter writer = ActionFileWriter.open(actions, CONF)) {
            writer.finish();
        }
        assertThatThrownBy(() -> TrainingFileCursor.open(actions, CONF))
                .hasMessage("Cannot read " + actions + " because it is missing, damaged or not Backstory's (it has 5"
                        + " columns, training has 9); build its day again with --rebuild");
        Path missing = new Path(dir.resolve("missing.parquet").toUri());
        assertThatThrownBy(() -> TrainingFileCursor.open(missing, CONF))
                .hasMessageStartingWith("Cannot read " + missing + " because it is missing, damaged or not");
    }

    @Test
    void aFileWithoutRowsHasNone() throws IOException {
        try (TrainingFileCursor cursor = TrainingFileCursor.open(write(Numbers.WIDE, 3, List.of()), CONF)) {
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.seek(1)).isFalse();
        }
    }

    private static Row row(TrainingFileCursor cursor) throws IOException {
        StoredHistory history = cursor.history();
        List<Long> items = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (int slot = 0; slot < history.slots(); slot++) {
            items.add(history.item(slot));
            types.add(history.type(slot));
        }
        return new Row(
                cursor.rankingId(),
                cursor.customerId(),
                cursor.position(),
                cursor.itemId(),
                cursor.label(),
                cursor.historyLength(),
                cursor.newestMicros(),
                items,
                types);
    }

    private static List<StoredHistory> histories(Path path) throws IOException {
        List<StoredHistory> histories = new ArrayList<>();
        try (TrainingFileCursor cursor = TrainingFileCursor.open(path, CONF)) {
            while (cursor.next()) {
                histories.add(cursor.history());
            }
        }
        return histories;
    }

    private static List<Row> rows(Random random, int length, int count) {
        List<Row> rows = new ArrayList<>();
        long[] customers = LongStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing((Long id) -> dev.backstory.core.contract.CustomerHash.of(id))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToLong(Long::longValue)
                .toArray();
        for (int i = 0; rows.size() < count; i++) {
            String[] actions = new String[random.nextInt(Math.min(length, 30) + 1)];
            Arrays.setAll(actions, slot -> (1 + random.nextInt(3)) + ":" + (1 + random.nextInt(1_000_000)));
            Row history = history(length, actions);
            for (int position = random.nextInt(7); position >= 0 && rows.size() < count; position--) {
                rows.add(new Row(
                        random.nextInt(4) == 0 ? null : "r" + random.nextInt(5),
                        customers[i],
                        position,
                        5 + position,
                        random.nextInt(4) == 0 ? null : random.nextInt(2),
                        actions.length,
                        actions.length == 0 ? null : (Long) (1_755_000_000_000_000L + random.nextInt(100)),
                        history.items,
                        history.types));
            }
        }
        return rows;
    }

    private static Row history(int slots, String... actions) {
        List<Long> items = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            String[] parts = slot < actions.length ? actions[slot].split(":", 2) : new String[] {"0", "0"};
            types.add(Integer.valueOf(parts[0]));
            items.add(Long.valueOf(parts[1]));
        }
        return new Row("r", 1, 0, 5, 1, actions.length, 7L, items, types);
    }

    private Path write(Numbers numbers, int length, List<Row> rows) throws IOException {
        Path path = new Path(dir.resolve(numbers + "-" + length + ".parquet").toUri());
        TrainingSettings settings = new TrainingSettings(numbers, ContractColumns.TRAINING.defaults());
        try (PageCodec codec = new PageCodec(CONF);
                TrainingFileWriter writer =
                        TrainingFileWriter.open(path, CONF, new TrainingFormat(settings, length), codec)) {
            for (Row row : rows) {
                byte[] types = new byte[length];
                for (int i = 0; i < length; i++) {
                    types[i] = row.types.get(i).byteValue();
                }
                long[] items = row.items.stream().mapToLong(Long::longValue).toArray();
                writer.history(row.customer, items, types, row.length, row.newest == null ? 0 : row.newest);
                writer.row(row.ranking, row.position, row.item, row.label);
            }
            writer.finish();
        }
        return path;
    }
}
