package dev.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.core.run.Verdict;
import dev.backstory.history.build.HistoryPipeline;
import dev.backstory.history.merge.RangePlan;
import dev.backstory.history.pack.PackPipeline;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.AttemptFolder;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.lake.table.ActionFileWriter;
import dev.backstory.lake.table.ImpressionFileWriter;
import dev.backstory.spark.job.JobContext;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** A lake with published actions and impressions, and a history step to run on it. */
final class TestLake {
    private static final String TRAINING_ROW =
            "nvl(ranking_id, 'null'), customer_id, impression_pos, impression_item_id, nvl(label, 'null'), actions,"
                    + " action_types, history_length, nvl(unix_micros(newest_action_time), 'null')";
    private static final String HISTORY = "customer_id, " + HistoryInSql.LISTS;

    record Action(long customer, long item, long micros, int type) {}

    /**
     * What became of the days of a range.
     *
     * @param staged those in the manifests of the run
     * @param current those that the step left as they are
     */
    record Outcome(List<LocalDate> staged, List<LocalDate> current, List<LocalDate> blocked) {}

    record Impression(
            @Nullable String ranking,
            long customer,
            int position,
            long item,
            @Nullable Integer label) {}

    private static final Pattern CURRENT = Pattern.compile("(\\d+) days? (?:is|are) current");

    final SparkSession spark = SparkForTests.session();
    final PipelineConfig config;
    final Lake lake;
    final Configuration conf;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /** @param settings lines of the config besides name, lake and sources */
    TestLake(java.nio.file.Path dir, String settings) {
        this.conf = new Configuration(spark.sparkContext().hadoopConfiguration());
        try {
            java.nio.file.Path file = dir.resolve("pipeline.yaml");
            Files.writeString(file, """
                    name: shop
                    lake: lake
                    sources:
                      clicks: {format: parquet, path: raw/clicks}
                      impressions: {format: parquet, path: raw/impressions}
                    """ + settings);
            config = ConfigLoader.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lake = new Lake(config.lake(), new LakeFiles(conf));
    }

    /** Publishes a day of actions, dealt into files of disjoint hashes. */
    void publishActions(String run, LocalDate dt, int files, List<Action> actions) {
        List<Action> sorted = new ArrayList<>(actions);
        sorted.sort(Comparator.<Action>comparingInt(row -> CustomerHash.of(row.customer))
                .thenComparing(Action::customer)
                .thenComparing(Comparator.comparing(Action::micros)
                        .thenComparing(Action::type)
                        .thenComparing(Action::item)
                        .reversed()));
        publish(Table.ACTIONS, run, dt, files, (path, file) -> {
            try (ActionFileWriter writer = ActionFileWriter.open(path, conf)) {
                for (Action row : sorted) {
                    int hash = CustomerHash.of(row.customer);
                    if (Math.floorMod(hash >> 24, files) == file) {
                        writer.write(hash, row.customer, row.item, row.micros, row.type);
                    }
                }
                return writer.finish();
            }
        });
    }

    void publishImpressions(String run, LocalDate dt, List<Impression> impressions) {
        List<Impression> sorted = new ArrayList<>(impressions);
        sorted.sort(Comparator.<Impression>comparingInt(row -> CustomerHash.of(row.customer))
                .thenComparing(Impression::customer)
                .thenComparing(Impression::ranking, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Impression::position));
        publish(Table.IMPRESSIONS, run, dt, 1, (path, file) -> {
            try (ImpressionFileWriter writer = ImpressionFileWriter.open(path, conf)) {
                for (Impression row : sorted) {
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
    }

    private interface FileBody {
        StagedFile write(Path path, int file) throws IOException;
    }

    private void publish(Table table, String run, LocalDate dt, int files, FileBody body) {
        try (StagingRun staging = StagingRun.begin(lake, table, new RunId(run))) {
            AttemptFolder attempt = AttemptFolder.create(staging.folder(), 0);
            List<AttemptFile> written = new ArrayList<>();
            for (int file = 0; file < files; file++) {
                String folder = Lake.DAY_PREFIX + dt;
                written.add(attempt.finished(folder, body.write(attempt.file(folder, file + ".parquet"), file)));
            }
            staging.accept(written);
            List<StagedFile> staged = written.stream().map(AttemptFile::staged).toList();
            StagedDay day = StagedDay.ofSources(dt, staged, List.of(), Map.of(), 0);
            StagedRun manifest = new StagedRun(
                    table,
                    staging.run(),
                    Instant.now(),
                    "settings",
                    "test",
                    "schema",
                    List.of(day),
                    List.of(),
                    Map.of());
            publish(staging.finish(manifest), day);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Publishes a staged day as its audit would. */
    void publish(StagedRun run, StagedDay day) {
        new Publisher(lake)
                .publish(
                        run,
                        day,
                        PublishRecord.of(
                                run,
                                day,
                                new PublishRecord.Passed(Instant.now(), "rules", Verdict.PASS, Map.of(), "_reports")));
    }

    JobContext context(String run, DayRange range, boolean rebuild) {
        return new JobContext(config, "pipeline.yaml", spark, lake, range, new RunId(run), rebuild, console());
    }

    /** Runs the step with a fixed number of hash ranges. */
    Outcome history(String run, DayRange range, int ranges) {
        return history(context(run, range, false), new FixedPlan(ranges));
    }

    /** Runs the step, whatever is current. */
    Outcome rebuild(String run, DayRange range) {
        return history(context(run, range, true), new FixedPlan(1));
    }

    private Outcome history(JobContext context, RangePlan plan) {
        int printedBefore = printed().length();
        List<LocalDate> blocked = new HistoryPipeline(context, plan).run();
        TreeSet<LocalDate> staged = new TreeSet<>();
        for (Table table : config.tables(Step.HISTORY)) {
            lake.stagedRun(table, context.run())
                    .ifPresent(manifest -> manifest.days().forEach(day -> staged.add(day.dt())));
        }
        List<LocalDate> left = new ArrayList<>(context.range().days());
        left.removeAll(staged);
        left.removeAll(blocked);
        Matcher said = CURRENT.matcher(printed().substring(printedBefore));
        assertThat(left)
                .as("days that are neither staged nor blocked, which the step says are current")
                .hasSize(said.find() ? Integer.parseInt(said.group(1)) : 0);
        return new Outcome(List.copyOf(staged), left, blocked);
    }

    /** Packs with a fixed number of hash ranges. */
    PackPipeline packs(int ranges) {
        return packs(config, ranges);
    }

    PackPipeline packs(PipelineConfig other, int ranges) {
        return packs(other, new FixedPlan(ranges));
    }

    PackPipeline packs(PipelineConfig other, RangePlan plan) {
        return new PackPipeline(other, "pipeline.yaml", spark, lake, plan, console());
    }

    private Console console() {
        return new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    StagedRun staged(String run) {
        return staged(Table.TRAINING, run);
    }

    StagedRun staged(Table table, String run) {
        return lake.stagedRun(table, new RunId(run)).orElseThrow();
    }

    /** All rows of a staged day as text, in no order. */
    List<String> rows(String run, LocalDate dt) {
        return rows(Table.TRAINING, run, dt, TRAINING_ROW);
    }

    /** All training rows and histories of some staged days as text behind their day, in no order. */
    List<String> rowsAndHistories(String run, Collection<LocalDate> days) {
        List<String> rows = new ArrayList<>(rowsByDay(Table.TRAINING, run, days, TRAINING_ROW));
        rows.addAll(rowsByDay(Table.HISTORIES, run, days, HISTORY));
        return rows;
    }

    /** All histories of a staged day as text, in no order. */
    List<String> histories(String run, LocalDate dt) {
        return rows(Table.HISTORIES, run, dt, HISTORY);
    }

    /** @param columns SQL of what is wanted of a row */
    List<String> rows(Table table, String run, LocalDate dt, String columns) {
        return rowsByDay(table, run, List.of(dt), columns).stream()
                .map(row -> row.substring(row.indexOf('|') + 1))
                .toList();
    }

    private List<String> rowsByDay(Table table, String run, Collection<LocalDate> days, String columns) {
        List<String> paths = days.stream()
                .flatMap(dt -> staged(table, run).day(dt).orElseThrow().files().stream()
                        .map(file -> new Path(lake.stagedDay(table, new RunId(run), dt), file.name()).toString()))
                .toList();
        if (paths.isEmpty()) {
            return List.of();
        }
        return spark
                .read()
                .parquet(paths.toArray(String[]::new))
                .selectExpr("concat_ws('|', regexp_extract(input_file_name(), 'dt=([0-9-]+)', 1), " + columns + ")")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static final class FixedPlan extends RangePlan {
        private final int count;

        FixedPlan(int count) {
            super(1);
            this.count = count;
        }

        @Override
        public List<dev.backstory.lake.page.HashRange> ranges(long actions, long slots) {
            return dev.backstory.lake.page.HashRange.split(count);
        }

        @Override
        public List<dev.backstory.lake.page.HashRange> packRanges(long actions) {
            return dev.backstory.lake.page.HashRange.split(count);
        }
    }
}
