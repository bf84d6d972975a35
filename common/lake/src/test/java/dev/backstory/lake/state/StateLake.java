package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RawFiles;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Took;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.files.RawDays;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.lake.store.StagingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;

/** A lake of metadata alone: records, manifests and reports of days without rows. */
public final class StateLake {
    final PipelineConfig config;
    final Lake lake;
    final AtomicInteger reads = new AtomicInteger();

    /** @param settings lines of the config besides name, lake and sources */
    public StateLake(Path folder, String settings) {
        this.config = config(folder, settings);
        Configuration conf = new Configuration();
        conf.set("fs.file.impl", BareLocalFileSystem.class.getName());
        this.lake = new Lake(config.lake(), new LakeFiles(conf) {
            @Override
            public Optional<String> read(org.apache.hadoop.fs.Path file) {
                reads.incrementAndGet();
                return super.read(file);
            }
        });
    }

    /** The same on storage of any kind. */
    StateLake(Path folder, String settings, Lake lake) {
        this.config = config(folder, settings);
        this.lake = lake;
    }

    static PipelineConfig config(Path folder, String settings) {
        Path file = folder.resolve("pipeline.yaml");
        try {
            Files.writeString(file, """
                    name: shop
                    lake: lake
                    sources:
                      clicks: {format: parquet, path: raw/clicks}
                      impressions: {format: parquet, path: raw/impressions}
                    %s
                    """.formatted(settings));
            return ConfigLoader.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A published day, made from what is published now. */
    public PublishRecord publish(Table table, LocalDate dt, String run) {
        return publish(table, dt, run, config, Instant.now());
    }

    public PublishRecord publish(Table table, LocalDate dt, String run, PipelineConfig settings, Instant at) {
        return publish(record(table, dt, run, settings, at, at));
    }

    /** Every day of every table by a run of its own, as a lake of daily loads has it. */
    public void publishAll(DayRange range) {
        Period lookback = config.history().lookback();
        Instant now = Instant.now();
        for (Table table : List.of(Table.ACTIONS, Table.IMPRESSIONS, Table.TRAINING)) {
            PublishedInputs inputs = PublishedInputs.read(lake, range, lookback);
            for (LocalDate dt : range.days()) {
                List<InputRun> runs = table == Table.TRAINING ? inputs.runs(dt) : List.of();
                publish(record(table, dt, "daily-" + dt, config, now, now, runs, List.of()));
            }
        }
    }

    private PublishRecord publish(PublishRecord record) {
        write(lake.day(record.table(), record.dt()) + "/_PUBLISHED.json", RunJson.write(record));
        return record;
    }

    private PublishRecord record(
            Table table, LocalDate dt, String run, PipelineConfig settings, Instant stagedAt, Instant at) {
        List<InputRun> inputs = table.step() == Step.HISTORY
                ? PublishedInputs.read(
                                lake, DayRange.day(dt), settings.history().lookback())
                        .runs(dt)
                : List.of();
        return record(table, dt, run, settings, stagedAt, at, inputs, raw(table, dt, settings));
    }

    /** What a run would have found there. */
    private List<RawFiles> raw(Table table, LocalDate dt, PipelineConfig settings) {
        return table != Table.ACTIONS
                ? List.of()
                : List.copyOf(RawDays.list(
                                "clicks",
                                Objects.requireNonNull(settings.sources().clicks()),
                                List.of(dt),
                                lake.files().conf())
                        .values());
    }

    private static PublishRecord record(
            Table table,
            LocalDate dt,
            String run,
            PipelineConfig settings,
            Instant stagedAt,
            Instant at,
            List<InputRun> inputs,
            List<RawFiles> raw) {
        StagedDay day = new StagedDay(
                dt,
                List.of(new StagedFile("part.parquet", 10, 100)),
                List.of(new StagedFile("part.parquet", 1, 10)),
                Map.of(),
                inputs,
                0,
                0,
                0,
                raw);
        return PublishRecord.of(
                run(table, new RunId(run), stagedAt, settings, List.of(day)).took(Duration.ofMillis(41_200)),
                day,
                new PublishRecord.Passed(
                        at,
                        "rules",
                        Verdict.PASS,
                        Map.of("rows", 10.0),
                        "_reports/" + table.folder() + "/dt=" + dt + "/run=" + run + ".html",
                        new Took(3.1, 1)));
    }

    private static StagedRun run(
            Table table, RunId run, Instant stagedAt, PipelineConfig settings, List<StagedDay> days) {
        return new StagedRun(
                table, run, stagedAt, SettingsHash.of(settings, table), "test", "schema", days, List.of(), Map.of());
    }

    /** Audits a staged day as the dq job does: the report, and the publication if the verdict allows it. */
    public void audit(StagedRun run, LocalDate dt, Verdict verdict) {
        report(run, dt, verdict, Instant.now());
        if (verdict.publishes()) {
            PublishRecord record = record(run.table(), dt, run.run().value(), config, run.stagedAt(), Instant.now());
            new Publisher(lake).publish(run, run.day(dt).orElseThrow(), record);
        }
    }

    public void unpublish(Table table, LocalDate dt) {
        lake.files().delete(lake.day(table, dt));
    }

    public StagedRun stage(Table table, String run, LocalDate... days) {
        try (StagingRun staging = StagingRun.begin(lake, table, new RunId(run))) {
            staging.announce(new TreeSet<>(List.of(days)));
            List<StagedDay> staged = List.of(days).stream()
                    .map(day -> StagedDay.ofSources(day, List.of(), List.of(), Map.of(), 0))
                    .toList();
            StagedRun manifest = run(table, new RunId(run), Instant.now(), config, staged);
            return staging.finish(manifest);
        }
    }

    /** Members that nobody here reads are there as well. */
    private void report(StagedRun run, LocalDate dt, Verdict verdict, Instant at) {
        String folder = lake.reports(run.table()) + "/dt=" + dt;
        write(folder + "/run=" + run.run() + ".json", """
                {"pipeline": "shop", "run": "%s", "verdict": "%s", "stagedAt": "%s", "auditedAt": "%s", "findings": [
                  {"check": "rows are there", "verdict": "%s", "expected": "rows", "badRows": null},
                  {"check": "types are known", "verdict": "PASS", "expected": "rows", "badRows": 0}]}
                """.formatted(run.run(), verdict, run.stagedAt(), at, verdict));
    }

    public void write(String file, String text) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
        lake.files().makeFolder(path.getParent());
        lake.files().writeWhole(path, text);
    }

    LakeState state() {
        return LakeState.read(lake, config);
    }
}
