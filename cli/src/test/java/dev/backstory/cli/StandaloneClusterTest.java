package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy.Fault;
import dev.backstory.testsupport.FaultyProxy.Request;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example on a cluster of its own, with its config, its raw events and its lake on an S3 server, by
 * spark-submit as a scheduler calls it: executors
 * and a driver are killed at the moment when the server hears a certain request of theirs, and an attempt is late. What is
 * published is what one process on a disk publishes, and nothing is left besides. {@code make test-cluster} runs it.
 */
@Tag("standalone")
class StandaloneClusterTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-05"));
    private static final List<Table> TABLES = List.of(Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING);
    private static final Pattern TRAINING_FILE = Pattern.compile(".*/otto/training/_runs/.*\\.parquet");

    @TempDir
    Path folder;

    private OnS3 s3;
    private StandaloneCluster cluster;
    private String config;

    @BeforeEach
    void start() throws IOException {
        s3 = new OnS3();
        cluster = StandaloneCluster.start(folder.resolve("cluster"));
        config = s3.copyExample(folder.resolve("s3"));
    }

    @AfterEach
    void stop() {
        cluster.close();
        s3.close();
    }

    @Test
    void publishesWhatOneProcessPublishesWhateverIsLost() throws Exception {
        Lake disk = onDisk();
        Lake lake = s3.lake();

        assertExit(0, submit("jobs/actions-job", "daily"));
        assertExit(0, submit("dq", "daily", "--step", "actions"));
        assertExit(0, submit("jobs/impressions-job", "daily"));
        assertExit(0, submit("dq", "daily", "--step", "impressions"));

        Ambush writing = ambush(request -> isWrite(request), cluster::executorAt);
        assertExit(0, submit("jobs/history-job", "daily"));
        assertThat(writing.fell()).as("an executor was killed while it wrote").isTrue();
        Ambush reading = ambush(request -> isRead(request), cluster::executorAt);
        assertExit(0, submit("dq", "daily", "--step", "history"));
        assertThat(reading.fell())
                .as("an executor was killed while it read for the audit")
                .isTrue();
        assertSame(lake, disk);
        assertNothingIsLeft(lake);

        aLateAttempt(lake);
        assertExit(0, submit("dq", "late", "--step", "history"));
        assertThat(runs(lake)).containsExactly("late");
        assertSame(lake, disk);

        aLostDriver(lake);
        assertThat(runs(lake)).as("nothing has changed yet").containsExactly("late");
        assertThat(inClusterMode("jobs/history-job", "after", "--rebuild")).isEqualTo("FINISHED");
        assertThat(inClusterMode("dq", "after", "--step", "history")).isEqualTo("FINISHED");
        assertThat(runs(lake)).containsExactly("after");
        assertSame(lake, disk);

        // What was replaced goes when the next run begins.
        assertExit(0, submit("jobs/history-job", "last", "--rebuild"));
        assertExit(0, submit("dq", "last", "--step", "history"));
        assertExit(0, submit("dq", "last", "--step", "history"));
        assertSame(lake, disk);
        assertNothingIsLeft(lake);
    }

    /** A write of one attempt reaches the server and dawdles there until the run is complete; its copy is what counts. */
    private void aLateAttempt(Lake lake) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean held = new AtomicBoolean();
        List<String> late = new ArrayList<>();
        s3.proxy().faults(request -> {
            if (isWrite(request) && held.compareAndSet(false, true)) {
                late.add(request.path());
                awaitQuietly(goOn);
            }
            return Fault.NONE;
        });
        assertExit(0, submit("jobs/history-job", "late", "--rebuild"));
        assertThat(late).as("the write that was held up").hasSize(1);
        s3.proxy().faults(request -> Fault.NONE);
        goOn.countDown();
        StandaloneCluster.await(
                "the late file",
                () -> objects(lake).stream()
                        .anyMatch(path -> path.endsWith(late.get(0).replaceFirst(".*/otto/", ""))));
    }

    /** In cluster mode the driver is a process of a worker; it is killed while its executors write. */
    private void aLostDriver(Lake lake) throws Exception {
        Ambush lost = ambush(request -> isWrite(request), port -> cluster.driver());
        assertThat(inClusterMode("jobs/history-job", "lost", "--rebuild")).isEqualTo("FAILED");
        assertThat(lost.fell()).as("the driver was killed").isTrue();
        cluster.awaitQuiet();
        assertThat(lake.unfinishedRuns(Table.TRAINING)).as("the lost run").hasSize(1);
    }

    private static boolean isWrite(Request request) {
        return request.method().equals("PUT")
                && TRAINING_FILE.matcher(request.path()).matches();
    }

    private static boolean isRead(Request request) {
        return request.method().equals("GET")
                && TRAINING_FILE.matcher(request.path()).matches();
    }

    /** Kills the process that sends the first such request, before it has an answer, and before the server hears of it. */
    private Ambush ambush(Predicate<Request> such, Function<Integer, Optional<ProcessHandle>> victim) {
        Ambush ambush = new Ambush(such, victim);
        s3.proxy().faults(ambush);
        return ambush;
    }

    private static final class Ambush implements Function<Request, Fault> {
        private final Predicate<Request> such;
        private final Function<Integer, Optional<ProcessHandle>> victim;
        private final AtomicBoolean done = new AtomicBoolean();

        Ambush(Predicate<Request> such, Function<Integer, Optional<ProcessHandle>> victim) {
            this.such = such;
            this.victim = victim;
        }

        boolean fell() {
            return done.get();
        }

        @Override
        public Fault apply(Request request) {
            if (done.get() || !such.test(request)) {
                return Fault.NONE;
            }
            Optional<ProcessHandle> found = victim.apply(request.port());
            if (found.isEmpty() || !done.compareAndSet(false, true)) {
                return Fault.NONE;
            }
            found.get().destroyForcibly();
            found.get().onExit().join();
            return Fault.LOST;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same by one process, with the lake on a disk. */
    private Lake onDisk() {
        Path copy = OttoExample.copyTo(folder.resolve("disk"));
        Backstory.Result result =
                new Backstory(folder).run("run", "--config=" + copy, "--from=" + DAYS.from(), "--to=" + DAYS.to());
        assertThat(result.exit()).as(result.everything()).isZero();
        return new Lake(OttoExample.lake(folder.resolve("disk")).toString(), new LakeFiles(new Configuration()));
    }

    private static void assertSame(Lake lake, Lake disk) {
        for (Table table : TABLES) {
            for (LocalDate day : DAYS.days()) {
                assertThat(rows(lake, table, day))
                        .as("%s of %s", table.folder(), day)
                        .isEqualTo(rows(disk, table, day));
            }
        }
    }

    private static List<String> rows(Lake lake, Table table, LocalDate day) {
        PublishRecord record = lake.published(table, day).orElseThrow();
        String[] files = record.files().stream()
                .map(file -> lake.file(record, file).toString())
                .toArray(String[]::new);
        List<String> rows = files.length == 0
                ? List.of()
                : SparkForTests.session().read().parquet(files).collectAsList().stream()
                        .map(Row::toString)
                        .sorted()
                        .toList();
        assertThat(rows).as("rows of %s of %s", table.folder(), day).hasSize((int) record.rows());
        return rows;
    }

    private static Set<String> runs(Lake lake) {
        Set<String> runs = new TreeSet<>();
        lake.published(Table.TRAINING, DAYS)
                .values()
                .forEach(record -> runs.add(record.run().value()));
        return runs;
    }

    /** Every file is one that a record names, and no run waits or is being built. */
    private static void assertNothingIsLeft(Lake lake) {
        Set<String> named = new TreeSet<>();
        for (Table table : TABLES) {
            lake.published(table, DAYS).values().forEach(record -> {
                record.files().forEach(file -> named.add(lake.file(record, file).toString()));
                lake.rejectedFiles(record).forEach(file -> named.add(file.toString()));
            });
        }
        List<String> all = objects(lake);
        assertThat(all.stream().filter(path -> path.endsWith(".parquet"))).containsExactlyInAnyOrderElementsOf(named);
        assertThat(all.stream().filter(path -> path.contains("/_staging/")))
                .as("runs that wait, are being built, or were replaced")
                .isEmpty();
    }

    private static List<String> objects(Lake lake) {
        return lake.files().objects(lake.root(), "").stream()
                .map(Listed::path)
                .map(Object::toString)
                .toList();
    }

    private static void assertExit(int code, SparkSubmit.Result result) {
        assertThat(result.exit()).as(result.output()).isEqualTo(code);
        assertThat(result.output()).doesNotContain(OnS3.SECRET);
    }

    private SparkSubmit.Result submit(String module, String run, String... more) throws Exception {
        return submit(List.of(), module, run, more);
    }

    /** What becomes of a driver on a worker; spark-submit waits for its end, and exits with 0 whatever it is. */
    private String inClusterMode(String module, String run, String... more) throws Exception {
        List<String> mode = List.of(
                "--deploy-mode",
                "cluster",
                "--driver-memory",
                "1g",
                "--driver-java-options",
                "@" + Path.of("../setup/jvm/java-17.options").toAbsolutePath().normalize(),
                "--conf",
                "spark.standalone.submit.waitAppCompletion=true");
        assertExit(0, submit(mode, module, run, more));
        return cluster.endOfLastDriver();
    }

    private SparkSubmit.Result submit(List<String> mode, String module, String run, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "--master",
                cluster.master(),
                "--jars",
                // On every machine already, as nobody wants to send 280 MB to each executor.
                OnS3.jars().stream().map(jar -> "local:" + jar).collect(Collectors.joining(",")),
                "--executor-memory",
                "1g",
                "--executor-cores",
                "1",
                "--total-executor-cores",
                "2",
                "--conf",
                "spark.speculation=true",
                "--conf",
                "spark.speculation.task.duration.threshold=2s"));
        s3.settings().forEach((name, value) -> options.addAll(List.of("--conf", "spark.hadoop." + name + "=" + value)));
        options.addAll(mode);
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "--config",
                                config,
                                "--from",
                                DAYS.from().toString(),
                                "--to",
                                DAYS.to().toString(),
                                "--run-id",
                                run),
                        Stream.of(more))
                .toList();
        return new SparkSubmit(SparkSubmit.sparkHome(), folder, OnS3.keys(), options).run(module, arguments);
    }
}
