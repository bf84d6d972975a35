package dev.backstory.jmh;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.lake.table.ActionFileCursor;
import dev.backstory.lake.table.ActionFileWriter;
import dev.backstory.lake.table.HistoriesFileCursor;
import dev.backstory.lake.table.HistoriesFileWriter;
import dev.backstory.lake.table.TrainingFileCursor;
import dev.backstory.lake.table.TrainingFileWriter;
import dev.backstory.lake.table.TrainingFormat;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** The page writer and readers on local files: milliseconds for 20,000 training rows, 2,000 histories or
 * 500,000 actions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FileBenchmark {
    private static final int CUSTOMERS = 2_000;
    private static final int ROWS_A_CUSTOMER = 10;
    private static final int ACTIONS_A_CUSTOMER = 250;
    private static final int SLOTS = 1_000;
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

    private final Configuration conf = new Configuration();
    private final TrainingSettings settings = new TrainingSettings(Numbers.WIDE, Map.of());
    private final long[] customers = Customers.inOrder(CUSTOMERS);
    private final long[][] items = new long[CUSTOMERS][SLOTS];
    private final byte[][] types = new byte[CUSTOMERS][SLOTS];
    private final int[] lengths = new int[CUSTOMERS];
    private Path folder;
    private Path actions;
    private Path training;
    private Path histories;

    @Setup
    public void make() throws IOException {
        folder = new Path(System.getProperty("java.io.tmpdir"), "backstory-jmh-" + UUID.randomUUID());
        Random random = new Random(1);
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            lengths[customer] = Math.min(SLOTS, (int) Math.exp(6.4 + random.nextGaussian()));
            for (int slot = 0; slot < lengths[customer]; slot++) {
                items[customer][slot] = 1L + random.nextInt(100_000);
                types[customer][slot] = (byte) (random.nextInt(10) == 0 ? 2 : 1);
            }
        }
        actions = new Path(folder, "actions.parquet");
        writeActions(actions);
        training = new Path(folder, "training.parquet");
        writeTraining(training);
        histories = new Path(folder, "histories.parquet");
        writeHistories(histories);
    }

    private long writeActions(Path path) throws IOException {
        Random random = new Random(2);
        try (ActionFileWriter file = ActionFileWriter.open(path, conf)) {
            for (long customer : customers) {
                long micros = 1_767_225_600_000_000L;
                for (int action = 0; action < ACTIONS_A_CUSTOMER; action++) {
                    micros -= 1 + random.nextInt(300_000_000);
                    file.write(CustomerHash.of(customer), customer, 1L + random.nextInt(100_000), micros, 1);
                }
            }
            return file.finish().bytes();
        }
    }

    private long writeHistories(Path path) throws IOException {
        try (PageCodec codec = new PageCodec(conf);
                HistoriesFileWriter file = HistoriesFileWriter.open(path, conf, settings.numbers(), codec)) {
            for (int i = 0; i < CUSTOMERS; i++) {
                file.history(customers[i], items[i], types[i], lengths[i]);
            }
            return file.finish().bytes();
        }
    }

    private long writeTraining(Path path) throws IOException {
        TrainingFormat format = new TrainingFormat(settings, SLOTS);
        try (PageCodec codec = new PageCodec(conf);
                TrainingFileWriter file = TrainingFileWriter.open(path, conf, format, codec)) {
            for (int i = 0; i < CUSTOMERS; i++) {
                file.history(customers[i], items[i], types[i], lengths[i], 1_767_225_600_000_000L);
                String ranking = "ranking-" + i;
                for (int position = 0; position < ROWS_A_CUSTOMER; position++) {
                    file.row(ranking, position, position + 1L, position == 0 ? 1 : 0);
                }
            }
            return file.finish().bytes();
        }
    }

    @Benchmark
    public long writeTrainingRows() throws IOException {
        return writeTraining(again());
    }

    @Benchmark
    public long writeHistories() throws IOException {
        return writeHistories(again());
    }

    @Benchmark
    public long writeActions() throws IOException {
        return writeActions(again());
    }

    private Path again() throws IOException {
        Path path = new Path(folder, "again.parquet");
        path.getFileSystem(conf).delete(path, false);
        return path;
    }

    @Benchmark
    public void readTrainingRows(Blackhole consumer) throws IOException {
        try (TrainingFileCursor rows = TrainingFileCursor.open(training, conf)) {
            while (rows.next()) {
                consumer.consume(rows.customerId());
                consumer.consume(rows.history());
            }
        }
    }

    @Benchmark
    public void readHistories(Blackhole consumer) throws IOException {
        try (HistoriesFileCursor rows = HistoriesFileCursor.open(histories, conf)) {
            while (rows.next()) {
                consumer.consume(rows.customerId());
                consumer.consume(rows.history());
            }
        }
    }

    @Benchmark
    public void readActions(Blackhole consumer) throws IOException {
        try (ActionFileCursor rows =
                ActionFileCursor.open(actions, conf, HashRange.split(1).get(0), DAY)) {
            while (rows.next()) {
                consumer.consume(rows.customerId());
                consumer.consume(rows.itemId());
                consumer.consume(rows.timeMicros());
                consumer.consume(rows.type());
            }
        }
    }

    @TearDown
    public void remove() throws IOException {
        folder.getFileSystem(conf).delete(folder, true);
    }
}
