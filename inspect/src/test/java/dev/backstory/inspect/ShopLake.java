package dev.backstory.inspect;

import dev.backstory.command.CommandLines;
import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.history.HistoryJob;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.lake.table.ActionFileWriter;
import dev.backstory.lake.table.ImpressionFileWriter;
import dev.backstory.lake.table.RejectedFileWriter;
import dev.backstory.lake.table.TrainingFileWriter;
import dev.backstory.lake.table.TrainingFormat;
import dev.backstory.lake.table.TrainingSchema;
import dev.backstory.spark.job.JobContext;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A lake with days of any rows, the history step to run on it, and the commands that look at it. */
public final class ShopLake {
    public static final Instant PUBLISHED_AT = Instant.parse("2025-08-15T03:10:00Z");

    public record Action(long customer, long item, long micros, int type) {
        /** @param time with an offset */
        public static Action at(long customer, String time, int type, long item) {
            return new Action(
                    customer, item, Objects.requireNonNull(IsoTime.parseMicros(time, java.time.ZoneOffset.UTC)), type);
        }
    }

    public record Shown(String ranking, long customer, int position, long item, Integer label) {}

    /** @param history {@code type:item} texts, newest first */
    public record Row(Shown shown, List<String> history, long newestMicros) {}

    public record Rejected(String source, String raw, String reason) {}

    public record Outcome(int exit, String out, String err) {}

    public final PipelineConfig config;
    public final Lake lake;
    private final Path configFile;
    private final Configuration conf = new Configuration();

    /** @param settings lines of the config besides name, lake and sources */
    public ShopLake(Path dir, String settings) {
        configFile = dir.resolve("pipeline.yaml");
        try {
            Files.writeString(configFile, """
                    name: shop
                    lake: lake
                    sources:
                      clicks: {format: json, path: raw/clicks}
                      orders: {format: csv, path: raw/orders, columns: {customer_id: buyer}}
                      impressions: {format: json, path: raw/impressions}
                    """ + settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config = ConfigLoader.load(configFile);
        lake = new Lake(config.lake(), new LakeFiles(conf));
    }

    private interface FileBody {
        StagedFile write(org.apache.hadoop.fs.Path path) throws IOException;
    }

    private final class Staging {
        private final StagingRun run;
        private final LocalDate dt;
        private final AttemptFolder attempt;
        private final List<AttemptFile> files = new ArrayList<>();
        private final List<AttemptFile> rejected = new ArrayList<>();

        Staging(StagingRun run, LocalDate dt) {
            this.run = run;
            this.dt = dt;
            this.attempt = AttemptFolder.create(run.folder(), 0);
        }

        void file(FileBody body) throws IOException {
            String folder = Lake.DAY_PREFIX + dt;
            StagedFile file = body.write(attempt.file(folder, String.format("%05d.parquet", files.size())));
            files.add(attempt.finished(folder, file));
        }

        void rejected(List<Rejected> rows) throws IOException {
            if (rows.isEmpty()) {
                return;
            }
            String folder = "rejected/" + Lake.DAY_PREFIX + dt;
            try (RejectedFileWriter writer = RejectedFileWriter.open(attempt.file(folder, "r.parquet"), conf)) {
                for (Rejected row : rows) {
                    writer.write(row.raw, List.of(row.reason), row.source);
                }
                rejected.add(attempt.finished(folder, writer.finish()));
            }
        }

        StagedRun finish(Table table, String settingsHash, String schema, List<InputRun> inputs) {
            run.accept(files);
            run.accept(rejected);
            StagedDay day = new StagedDay(
                    dt,
                    files.stream().map(AttemptFile::staged).toList(),
                    rejected.stream().map(AttemptFile::staged).toList(),
                    Map.of(),
                    inputs,
                    0,
                    0,
                    0,
                    List.of());
            StagedRun manifest = new StagedRun(
                    table, run.run(), PUBLISHED_AT, settingsHash, "test", schema, List.of(day), List.of(), Map.of());
            run.finish(manifest);
            return manifest;
        }
    }

    /** Publishes a day of actions in files of disjoint hashes. */
    public StagedRun actions(String run, LocalDate dt, int files, List<Action> rows, Rejected... rejected) {
        StagedRun staged = stageActions(run, dt, files, rows, rejected);
        publish(staged);
        return staged;
    }

    public StagedRun stageActions(String run, LocalDate dt, int files, List<Action> rows, Rejected... rejected) {
        List<Action> sorted = new ArrayList<>(rows);
        sorted.sort(byCustomer(Action::customer)
                .thenComparing(Comparator.comparing(Action::micros)
                        .thenComparing(Action::type)
                        .thenComparing(Action::item)
                        .reversed()));
        try (StagingRun begun = StagingRun.begin(lake, Table.ACTIONS, new RunId(run))) {
            Staging staging = new Staging(begun, dt);
            for (int file = 0; file < files; file++) {
                List<Action> part = part(sorted, Action::customer, file, files);
                staging.file(path -> {
                    try (ActionFileWriter writer = ActionFileWriter.open(path, conf)) {
                        for (Action row : part) {
                            writer.write(CustomerHash.of(row.customer), row.customer, row.item, row.micros, row.type);
                        }
                        return writer.finish();
                    }
                });
            }
            staging.rejected(List.of(rejected));
            return staging.finish(Table.ACTIONS, "settings", "message actions { }", List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public StagedRun impressions(String run, LocalDate dt, List<Shown> rows, Rejected... rejected) {
        StagedRun staged = stageImpressions(run, dt, rows, rejected);
        publish(staged);
        return staged;
    }

    public StagedRun stageImpressions(String run, LocalDate dt, List<Shown> rows, Rejected... rejected) {
        List<Shown> sorted = new ArrayList<>(rows);
        sorted.sort(byShown());
        try (StagingRun begun = StagingRun.begin(lake, Table.IMPRESSIONS, new RunId(run))) {
            Staging staging = new Staging(begun, dt);
            staging.file(path -> {
                try (ImpressionFileWriter writer = ImpressionFileWriter.open(path, conf)) {
                    for (Shown row : sorted) {
                        writer.write(
                                CustomerHash.of(row.customer),
                                row.ranking,
                                row.customer,
                                row.position,
                                row.item,
                                row.label);
                    }
                    return writer.finish();
                }
            });
            staging.rejected(List.of(rejected));
            return staging.finish(Table.IMPRESSIONS, "settings", "message impressions { }", List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builds and publishes a day of the history step's tables by the real step. */
    public void history(String run, LocalDate dt) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        HistoryJob.run(new JobContext(
                config,
                "pipeline.yaml",
                SparkForTests.session(),
                lake,
                DayRange.day(dt),
                new RunId(run),
                true,
                new Console(nowhere)));
        config.tables(Step.HISTORY)
                .forEach(table -> publish(lake.stagedRun(table, new RunId(run)).orElseThrow()));
    }

    /** Stages training rows as they are, in files of disjoint hashes, in the order in which they are given. */
    public StagedRun stageTraining(String run, LocalDate dt, int files, List<InputRun> inputs, List<Row> rows) {
        return stageTraining(config, run, dt, files, inputs, rows);
    }

    /** @param by the config whose column names, numbers and length the files have */
    public StagedRun stageTraining(
            PipelineConfig by, String run, LocalDate dt, int files, List<InputRun> inputs, List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Row::shown, byShown()));
        try (StagingRun begun = StagingRun.begin(lake, Table.TRAINING, new RunId(run));
                PageCodec codec = new PageCodec(conf)) {
            TrainingFormat format =
                    new TrainingFormat(by.training(), by.history().length());
            Staging staging = new Staging(begun, dt);
            for (int file = 0; file < files; file++) {
                List<Row> part = part(sorted, row -> row.shown.customer, file, files);
                if (!part.isEmpty()) {
                    staging.file(path -> {
                        try (TrainingFileWriter writer = TrainingFileWriter.open(path, conf, format, codec)) {
                            for (Row row : part) {
                                write(writer, row, by.history().length());
                            }
                            return writer.finish();
                        }
                    });
                }
            }
            return staging.finish(
                    Table.TRAINING,
                    SettingsHash.training(by),
                    TrainingSchema.of(by.training()).toString(),
                    inputs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(TrainingFileWriter writer, Row row, int slots) throws IOException {
        long[] items = new long[slots];
        byte[] types = new byte[slots];
        for (int i = 0; i < row.history.size(); i++) {
            String[] parts = row.history.get(i).split(":", 2);
            types[i] = Byte.parseByte(parts[0]);
            items[i] = Long.parseLong(parts[1]);
        }
        writer.history(row.shown.customer, items, types, row.history.size(), row.newestMicros);
        writer.row(row.shown.ranking, row.shown.position, row.shown.item, row.shown.label);
    }

    public static Comparator<Shown> byShown() {
        return byCustomer(Shown::customer)
                .thenComparing(Shown::ranking, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Shown::position);
    }

    private static <T> Comparator<T> byCustomer(java.util.function.ToLongFunction<T> customer) {
        return Comparator.<T>comparingInt(row -> CustomerHash.of(customer.applyAsLong(row)))
                .thenComparingLong(customer);
    }

    /** Of equally wide ranges of hashes the one with this number. */
    private static <T> List<T> part(
            List<T> sorted, java.util.function.ToLongFunction<T> customer, int file, int files) {
        return sorted.stream()
                .filter(row -> {
                    long place = (long) CustomerHash.of(customer.applyAsLong(row)) - Integer.MIN_VALUE;
                    return ((place * files) >>> 32) == file;
                })
                .toList();
    }

    /** As its audit would, at {@link #PUBLISHED_AT}. */
    public void publish(StagedRun run) {
        StagedDay day = run.days().get(0);
        PublishRecord record = PublishRecord.of(
                run,
                day,
                new PublishRecord.Passed(
                        PUBLISHED_AT,
                        "rules",
                        Verdict.PASS,
                        Map.of(),
                        "_reports/" + run.table().folder() + "/dt=" + day.dt() + "/run=" + run.run() + ".html"));
        new Publisher(lake).publish(run, day, record);
    }

    /** What a build of the day would record as its inputs. */
    public List<InputRun> inputs(LocalDate dt) {
        DayRange window = new DayRange(dt.minus(config.history().lookback()), dt.minusDays(1));
        List<InputRun> inputs = new ArrayList<>();
        java.util.TreeMap<LocalDate, RunId> runs = new java.util.TreeMap<>();
        lake.published(Table.ACTIONS, window).forEach((day, record) -> runs.put(day, record.run()));
        inputs.addAll(InputRun.fold(Table.ACTIONS, runs));
        lake.published(Table.IMPRESSIONS, dt)
                .ifPresent(record -> inputs.add(new InputRun(Table.IMPRESSIONS, dt, dt, record.run())));
        return inputs;
    }

    /** Runs a command with {@code --config}. */
    public Outcome run(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter usage = new StringWriter();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream stderr = System.err;
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            int exit = CommandLines.of(command)
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(usage, true))
                    .execute(Stream.concat(Stream.of("--config", configFile.toString()), Stream.of(arguments))
                            .toArray(String[]::new));
            return new Outcome(exit, out.toString(), usage + errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(stderr);
        }
    }

    public String configFile() {
        return configFile.toString();
    }
}
