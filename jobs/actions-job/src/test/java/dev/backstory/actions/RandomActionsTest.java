package dev.backstory.actions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.spark.job.JobContext;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole job against a twin that is obviously right: every row judged by itself, then sorted as the contract says. */
class RandomActionsTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final LocalDate FIRST = LocalDate.parse("2025-10-24");
    private static final int DAYS = 5;

    private record Action(long customer, long item, long micros, int type) {}

    private static final Comparator<Action> ORDER = Comparator.comparingInt(
                    (Action action) -> CustomerHash.of(action.customer))
            .thenComparingLong(Action::customer)
            .thenComparing(Comparator.comparingLong(Action::micros).reversed())
            .thenComparing(Comparator.comparingInt(Action::type).reversed())
            .thenComparing(Comparator.comparingLong(Action::item).reversed());

    private final Map<LocalDate, List<Action>> expected = new TreeMap<>();
    private final Map<LocalDate, Long> rejected = new TreeMap<>();
    private long unknown;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRowIsWhereItBelongs(long seed) throws IOException {
        Random random = new Random(seed);
        write(random, "clicks.csv", 1, "dt,customer_id,item_id,click_time");
        write(random, "carts.csv", 2, "dt,customer_id,config_id,occurred_at");
        write(random, "orders.csv", 3, "order_date,customer_id,config_id,occurred_at");

        StagedRun run = run();

        for (StagedDay day : run.days()) {
            List<Action> actions = new ArrayList<>();
            for (StagedFile file : day.files()) {
                actions.addAll(read("dt=" + day.dt() + "/" + file.name()));
            }
            List<Action> twin = expected.getOrDefault(day.dt(), new ArrayList<>());
            twin.sort(ORDER);
            assertThat(actions).as("seed %d, %s", seed, day.dt()).isEqualTo(twin);
            assertThat(day.rejectedRows())
                    .as("seed %d, %s", seed, day.dt())
                    .isEqualTo(rejected.getOrDefault(day.dt(), 0L));
        }
        assertThat(run.unknownFiles().stream().mapToLong(StagedFile::rows).sum())
                .as("seed %d", seed)
                .isEqualTo(unknown);
    }

    private void write(Random random, String name, int type, String header) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int i = 0; i < 2_000; i++) {
            LocalDate dt = FIRST.plusDays(random.nextInt(DAYS + 2));
            LocalDateTime time = LocalDateTime.of(
                    dt.minusDays(random.nextInt(2)),
                    LocalTime.ofSecondOfDay(random.nextInt(24) * 3600L + random.nextInt(2) * 1800L));
            boolean knowsDay = random.nextInt(50) > 0;
            long customer = random.nextInt(12) - 2L;
            long item = random.nextInt(25);
            boolean readable = random.nextInt(30) > 0;
            boolean timed = random.nextInt(10) > 0;
            lines.add((knowsDay ? (random.nextBoolean() ? "dt=" : "") + dt : "?") + ","
                    + (readable ? customer : "c" + customer) + "," + item + "," + (timed ? time : ""));
            if (!knowsDay) {
                unknown++;
            } else if (readable && item > 0 && (timed || type == 3)) {
                Instant instant = timed
                        ? time.atZone(ZONE).toInstant()
                        : dt.atStartOfDay(ZONE).toInstant();
                expected.computeIfAbsent(dt, day -> new ArrayList<>())
                        .add(new Action(customer, item, IsoTime.micros(instant), type));
            } else {
                rejected.merge(dt, 1L, Long::sum);
            }
        }
        Files.writeString(dir.resolve(name), String.join("\n", lines) + "\n");
    }

    private StagedRun run() throws IOException {
        Files.writeString(dir.resolve("pipeline.yaml"), """
                name: shop
                lake: lake
                timezone: Europe/Berlin
                sources:
                  clicks: {format: csv, path: clicks.csv}
                  carts: {format: csv, path: carts.csv}
                  orders: {format: csv, path: orders.csv}
                  impressions: {format: json, path: impressions}
                """);
        SparkSession spark = SparkForTests.session();
        PipelineConfig config = ConfigLoader.load(dir.resolve("pipeline.yaml"));
        Lake lake = new Lake(config.lake(), new LakeFiles(spark.sparkContext().hadoopConfiguration()));
        RunId id = new RunId("random");
        assertThat(ActionsJob.run(new JobContext(
                        config,
                        "pipeline.yaml",
                        spark,
                        lake,
                        new DayRange(FIRST, FIRST.plusDays(DAYS - 1)),
                        id,
                        false,
                        new Console(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)))))
                .isZero();
        return lake.stagedRun(Table.ACTIONS, id).orElseThrow();
    }

    private List<Action> read(String file) {
        List<Action> actions = new ArrayList<>();
        for (Row row : SparkForTests.session()
                .read()
                .parquet(dir.resolve("lake/_staging/actions/run=random/" + file).toString())
                .selectExpr("customer_id", "item_id", "unix_micros(action_time)", "action_type")
                .collectAsList()) {
            actions.add(new Action(row.getLong(0), row.getLong(1), row.getLong(2), row.getInt(3)));
        }
        return actions;
    }
}
