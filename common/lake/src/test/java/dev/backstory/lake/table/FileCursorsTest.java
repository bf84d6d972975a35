package dev.backstory.lake.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.lake.page.HashRange;
import dev.backstory.testsupport.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCursorsTest {
    private static final Configuration CONF = new Configuration();
    private static final LocalDate DT = LocalDate.parse("2025-08-14");

    @TempDir
    private java.nio.file.Path dir;

    private record Action(int hash, long customer, long item, long time, int type) {}

    private record Item(
            int hash,
            @Nullable String ranking,
            long customer,
            int position,
            long item,
            @Nullable Integer label) {}

    @Test
    void rangesCoverAllHashesOnce() {
        assertThat(HashRange.split(1)).containsExactly(HashRange.ALL);
        assertThat(HashRange.split(2))
                .containsExactly(new HashRange(Integer.MIN_VALUE, -1), new HashRange(0, Integer.MAX_VALUE));
        for (int count : new int[] {3, 7, 1000}) {
            List<HashRange> ranges = HashRange.split(count);
            assertThat(ranges).hasSize(count);
            assertThat(ranges.get(0).first()).isEqualTo(Integer.MIN_VALUE);
            assertThat(ranges.get(count - 1).last()).isEqualTo(Integer.MAX_VALUE);
            assertThat(IntStream.range(1, count))
                    .allMatch(i -> ranges.get(i).first() == ranges.get(i - 1).last() + 1);
        }
    }

    @Test
    void anyRangeOfActionsComesBackWhole() throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<Action> actions = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long customer = random.nextInt(3) == 0 ? 7 : random.nextInt(3000);
            actions.add(new Action(
                    CustomerHash.of(customer),
                    customer,
                    1 + random.nextInt(99),
                    random.nextInt(50),
                    random.nextInt(4)));
        }
        actions.sort(Comparator.comparing(Action::hash)
                .thenComparing(Action::customer)
                .thenComparing(Comparator.comparing(Action::time)
                        .thenComparing(Action::type)
                        .thenComparing(Action::item)
                        .reversed()));
        Path path = path("actions.parquet");
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            for (Action a : actions) {
                writer.write(a.hash, a.customer, a.item, a.time, a.type);
            }
            writer.finish();
        }

        for (HashRange range : ranges(random)) {
            try (ActionFileCursor cursor = ActionFileCursor.open(path, CONF, range, DT)) {
                List<Action> found = new ArrayList<>();
                while (cursor.next()) {
                    assertThat(cursor.epochDay()).isEqualTo((int) DT.toEpochDay());
                    found.add(new Action(
                            cursor.hash(), cursor.customerId(), cursor.itemId(), cursor.timeMicros(), cursor.type()));
                }
                assertThat(found)
                        .as("seed %d, %s", seed, range)
                        .isEqualTo(actions.stream()
                                .filter(a -> a.hash >= range.first() && a.hash <= range.last())
                                .toList());
                assertThat(cursor.next()).isFalse();
                assertThat(cursor.seek(Integer.MAX_VALUE, Long.MAX_VALUE)).isFalse();
            }
        }
        seeksLandOnTheFirstRow(path, actions, random, seed);
    }

    private static void seeksLandOnTheFirstRow(Path path, List<Action> actions, Random random, long seed)
            throws IOException {
        long[] targets = random.longs(300, 0, 4000)
                .boxed()
                .sorted(Comparator.comparing(CustomerHash::of).thenComparing(Comparator.naturalOrder()))
                .mapToLong(Long::longValue)
                .toArray();
        try (ActionFileCursor cursor = ActionFileCursor.open(path, CONF, HashRange.ALL, DT)) {
            cursor.next();
            for (long target : targets) {
                int hash = CustomerHash.of(target);
                Action expected = actions.stream()
                        .filter(a -> a.hash > hash || (a.hash == hash && a.customer >= target))
                        .findFirst()
                        .orElse(null);
                assertThat(cursor.seek(hash, target)).isEqualTo(expected != null);
                if (expected != null) {
                    assertThat(new Action(
                                    cursor.hash(),
                                    cursor.customerId(),
                                    cursor.itemId(),
                                    cursor.timeMicros(),
                                    cursor.type()))
                            .as("seed %d", seed)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void anyRangeOfImpressionsComesBackWhole() throws IOException {
        long seed = Seeds.next();
        Random random = new Random(seed);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long customer = random.nextInt(1000);
            items.add(new Item(
                    CustomerHash.of(customer),
                    random.nextInt(5) == 0 ? null : "r" + random.nextInt(3),
                    customer,
                    random.nextInt(5),
                    1 + random.nextInt(99),
                    random.nextInt(3) == 0 ? null : random.nextInt(2)));
        }
        items.sort(Comparator.comparing(Item::hash)
                .thenComparing(Item::customer)
                .thenComparing(Item::ranking, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Item::position));
        Path path = path("impressions.parquet");
        try (ImpressionFileWriter writer = ImpressionFileWriter.open(path, CONF)) {
            for (Item i : items) {
                writer.write(i.hash, i.ranking, i.customer, i.position, i.item, i.label);
            }
            writer.finish();
        }

        for (HashRange range : ranges(random)) {
            List<Item> found = new ArrayList<>();
            try (ImpressionFileCursor cursor = ImpressionFileCursor.open(path, CONF, range)) {
                while (cursor.next()) {
                    found.add(new Item(
                            cursor.hash(),
                            cursor.rankingId(),
                            cursor.customerId(),
                            cursor.position(),
                            cursor.itemId(),
                            cursor.label()));
                }
            }
            assertThat(found)
                    .as("seed %d, %s", seed, range)
                    .isEqualTo(items.stream()
                            .filter(i -> i.hash >= range.first() && i.hash <= range.last())
                            .toList());
        }
    }

    @Test
    void longRankingIdsDoNotMoveThePagesApart() throws IOException {
        Path path = path("long.parquet");
        String ranking = "r".repeat(2000);
        try (ImpressionFileWriter writer = ImpressionFileWriter.open(path, CONF)) {
            for (int i = 0; i < 5000; i++) {
                writer.write(CustomerHash.of(1), ranking + "-" + (10_000 + i), 1, 0, i, 1);
            }
            writer.finish();
        }
        try (ImpressionFileCursor cursor = ImpressionFileCursor.open(path, CONF, HashRange.ALL)) {
            for (int i = 0; i < 5000; i++) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.rankingId()).endsWith("-" + (10_000 + i));
                assertThat(cursor.itemId()).isEqualTo(i);
            }
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void anEmptyFileHasNoRows() throws IOException {
        Path path = path("empty.parquet");
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            writer.finish();
        }
        try (ActionFileCursor cursor = ActionFileCursor.open(path, CONF, HashRange.ALL, DT)) {
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void aTruncatedFileIsNamed() throws IOException {
        Path path = path("truncated.parquet");
        try (ActionFileWriter writer = ActionFileWriter.open(path, CONF)) {
            for (long i = 0; i < 100; i++) {
                writer.write(CustomerHash.of(1), 1, 5, -i, 1);
            }
            writer.finish();
        }
        java.nio.file.Path file = dir.resolve("truncated.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        Files.deleteIfExists(dir.resolve(".truncated.parquet.crc"));

        assertThatThrownBy(() -> ActionFileCursor.open(path, CONF, HashRange.ALL, DT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot read " + path + " because it is missing, damaged or not Backstory's ("
                        + path + " is not a Parquet file")
                .hasMessageEndingWith("; build its day again with --rebuild");
    }

    private static List<HashRange> ranges(Random random) {
        List<HashRange> ranges = new ArrayList<>(HashRange.split(1 + random.nextInt(9)));
        ranges.add(HashRange.ALL);
        ranges.add(new HashRange(CustomerHash.of(7), CustomerHash.of(7)));
        ranges.add(new HashRange(Integer.MAX_VALUE, Integer.MAX_VALUE));
        return ranges;
    }

    private Path path(String name) {
        return new Path(dir.resolve(name).toUri());
    }
}
