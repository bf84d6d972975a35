package dev.backstory.lake.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.days.DayLog;
import dev.backstory.lake.days.DayLogs;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.lake.store.S3Lake;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.lake.table.ActionFileWriter;
import dev.backstory.lake.table.TableSchemas;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many requests a lake of Iceberg or Delta on S3 takes, as the server counts them. */
@Tag("cluster")
class FormatRequestsTest {
    private static final LocalDate LAST = LocalDate.parse("2025-08-14");

    /** So many that a checkpoint of Delta is written, and manifests of Iceberg are merged. */
    private static final int DAYS = 12;

    @TempDir
    private Path folder;

    private FaultyProxy proxy;
    private String bucket;

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(S3Server.get().address());
        bucket = S3Server.get().newBucket();
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    /** As a process that begins opens it. */
    private Lake lake(TableFormat format) {
        return S3Lake.at(proxy.address(), bucket, logs(format));
    }

    private DayLogs logs(TableFormat format) {
        return S3Lake.logs(format, folder.resolve("catalog.db"));
    }

    @ParameterizedTest
    @EnumSource(
            value = TableFormat.class,
            names = {"ICEBERG", "DELTA"})
    void aDayIsStagedAndPublished(TableFormat format) throws IOException {
        TreeMap<Integer, String> most = new TreeMap<>();
        for (int day = 0; day <= DAYS; day++) {
            proxy.forget();
            // The last replaces the one before it.
            stageAndPublish(lake(format), "run-" + day, LAST.plusDays(Math.min(day, DAYS - 1)));
            most.put(proxy.requests().size(), day + ": " + proxy.counts() + " " + proxy.requests());
        }
        assertThat(most.lastKey())
                .as("%s to stage and publish a day: %s of %s", format, most.lastEntry(), most.keySet())
                .isLessThanOrEqualTo(60);
    }

    private static void stageAndPublish(Lake lake, String run, LocalDate dt) throws IOException {
        try (StagingRun staging = StagingRun.begin(lake, Table.ACTIONS, new RunId(run))) {
            AttemptFolder attempt = AttemptFolder.create(staging.folder(), 0);
            org.apache.hadoop.fs.Path file = attempt.file(Lake.DAY_PREFIX + dt, "00000.parquet");
            StagedFile written;
            try (ActionFileWriter writer =
                    ActionFileWriter.open(file, lake.files().conf())) {
                writer.write(CustomerHash.of(1), 1, 7, 1_000_000, 1);
                written = writer.finish();
            }
            AttemptFile accepted = attempt.finished(Lake.DAY_PREFIX + dt, written);
            staging.accept(List.of(accepted));
            StagedDay day = StagedDay.ofSources(dt, List.of(accepted.staged()), List.of(), Map.of(), 0);
            StagedRun manifest = staging.finish(run(Table.ACTIONS, run, day));
            new Publisher(lake).publish(manifest, day, record(manifest, day));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TableFormat.class,
            names = {"ICEBERG", "DELTA"})
    void manyDaysAreLookedAt(TableFormat format) {
        PipelineConfig config = StateLake.config(folder, "history: {lookback: P1Y}");
        for (Table table : config.tables()) {
            fill(lake(format), logs(format), table, new DayRange(LAST.minusDays(399), LAST.minusDays(1)));
        }

        proxy.forget();
        assertThat(LakeState.read(lake(format), config).table(Table.TRAINING).days())
                .hasSize(400)
                .allMatch(day -> day.published() != null);
        assertThat(proxy.requests().size())
                .as("%s to look at 400 days: %s %s", format, proxy.counts(), proxy.requests())
                .isLessThanOrEqualTo(25);

        proxy.forget();
        PublishedInputs inputs = PublishedInputs.read(lake(format), DayRange.day(LAST), Period.ofYears(1));
        assertThat(inputs.actions(LAST)).hasSize(365);
        assertThat(proxy.requests().size() + 365)
                .as("%s to open the window of a year, a file a day: %s", format, proxy.counts())
                .isLessThanOrEqualTo(400);
    }

    /** Many days, without files, that one commit publishes and the index knows, and the last one as a run does it. */
    private static void fill(Lake lake, DayLogs logs, Table table, DayRange days) {
        TreeMap<LocalDate, String> names = new TreeMap<>();
        TreeMap<LocalDate, Object> index = new TreeMap<>();
        PublishRecord first = null;
        for (LocalDate dt : days.days()) {
            StagedDay empty = empty(dt);
            StagedRun run = run(table, "daily-" + dt, empty);
            PublishRecord record = record(run, empty).lyingIn("_runs/" + run.run() + "/" + Lake.DAY_PREFIX + dt);
            first = first == null ? record : first;
            names.put(dt, record.folder() + "/_PUBLISHED.of-the-test.json");
            index.put(dt, Map.of("tag", names.get(dt), "record", record));
        }
        lake.files()
                .writeWhole(
                        new org.apache.hadoop.fs.Path(lake.table(table), "_days/first.json"),
                        RunJson.write(Map.of("days", names)));
        lake.files()
                .writeWhole(
                        new org.apache.hadoop.fs.Path(lake.root(), "_index/" + table.folder() + ".json"),
                        RunJson.write(Map.of("days", index)));
        DayLog.Change change = new DayLog.Change(
                days.from(), null, Objects.requireNonNull(first), lake.table(table), "_days/first.json");
        assertThat(logs.of(table, lake.table(table), lake.files(), lake.files()).commit(null, change))
                .isTrue();
        StagedRun last = run(table, "last", empty(LAST));
        try (StagingRun staging = StagingRun.begin(lake, table, last.run())) {
            staging.announce(new TreeSet<>(List.of(LAST)));
            last = staging.finish(last);
        }
        new Publisher(lake).publish(last, empty(LAST), record(last, empty(LAST)));
    }

    private static StagedDay empty(LocalDate dt) {
        return StagedDay.ofSources(dt, List.of(), List.of(), Map.of(), 0);
    }

    private static StagedRun run(Table table, String run, StagedDay day) {
        return new StagedRun(
                table,
                new RunId(run),
                Instant.now(),
                "settings",
                "test",
                TableSchemas.ACTIONS.toString(),
                List.of(day),
                List.of(),
                Map.of());
    }

    private static PublishRecord record(StagedRun run, StagedDay day) {
        return PublishRecord.of(
                run, day, new PublishRecord.Passed(Instant.now(), "rules", Verdict.PASS, Map.of(), "_reports/actions"));
    }
}
