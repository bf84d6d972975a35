package dev.backstory.dq;

import dev.backstory.command.Console;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.RunJson;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.lake.table.RejectedFileWriter;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.session.Sessions;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.functions;

/** A lake in a folder whose days are staged from any rows, also rows that no job would write, and then audited. */
final class AuditedLake {
    static final String CONFIG = """
            name: shop
            lake: "lake"
            timezone: Europe/Berlin
            sources:
              clicks: {format: parquet, path: raw/clicks}
              carts: {format: parquet, path: raw/carts}
              orders: {format: parquet, path: raw/orders}
              impressions: {format: parquet, path: raw/impressions}
            """;

    private static final String HISTORY = "history: {length: 5, lookback: P30D}\n";

    static final List<String> REJECTED_RAW = List.of(
            "{\"item_id\":\"x\"}", "{\"item_id\":\"<script>alert(1)</script>\"}", "{\"item_id\":\"\u05d0\u05d1\"}");

    final PipelineConfig config;
    final Lake lake;
    final SparkSession spark;
    private final Path folder;
    /** Into how many files by hash of the customer a day is written. */
    int filesOfDay = 1;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    AuditedLake(Path folder, String dqSettings) {
        this(folder, dqSettings, SparkForTests.session());
    }

    private AuditedLake(Path folder, String moreSettings, SparkSession session) {
        this.folder = folder;
        this.config = ConfigLoader.load(
                CONFIG + (moreSettings.contains("history:") ? "" : HISTORY) + moreSettings, "pipeline.yaml", folder);
        this.spark = session.newSession();
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        this.lake = Sessions.lake(config, session);
    }

    Dataset<Row> sql(String query) {
        return spark.sql(query);
    }

    /** A day as a step would stage it, but with these rows. */
    record Day(
            LocalDate dt,
            Dataset<Row> rows,
            Map<String, SourceCount> sources,
            List<InputRun> inputs,
            int windowDays,
            int coveredDays,
            long withoutItems) {
        Day(
                LocalDate dt,
                Dataset<Row> rows,
                Map<String, SourceCount> sources,
                List<InputRun> inputs,
                int windowDays,
                int coveredDays) {
            this(dt, rows, sources, inputs, windowDays, coveredDays, 0);
        }

        static Day of(String dt, Dataset<Row> rows, Map<String, SourceCount> sources) {
            return new Day(LocalDate.parse(dt), rows, sources, List.of(), 0, 0, 0);
        }

        Day withoutItems(long impressions) {
            return new Day(dt, rows, sources, inputs, windowDays, coveredDays, impressions);
        }
    }

    /** The step's table; of the history step training. */
    private static Table table(Step step) {
        return Stream.of(Table.values())
                .filter(table -> table.step() == step)
                .findFirst()
                .orElseThrow();
    }

    StagedRun stage(Step step, String run, Day... days) {
        return stage(table(step), run, Map.of(), days);
    }

    StagedRun stage(Step step, String run, Map<String, Long> unknown, Day... days) {
        return stage(table(step), run, unknown, days);
    }

    StagedRun stage(Table table, String run, Map<String, Long> unknown, Day... days) {
        RunId id = new RunId(run);
        try (StagingRun staging = StagingRun.begin(lake, table, id)) {
            Map<LocalDate, List<StagedFile>> files = write(table, id, days);
            List<StagedDay> staged = new ArrayList<>();
            for (Day day : days) {
                staged.add(new StagedDay(
                        day.dt(),
                        files.getOrDefault(day.dt(), List.of()),
                        rejected(table, id, day),
                        day.sources(),
                        day.inputs(),
                        day.windowDays(),
                        day.coveredDays(),
                        day.withoutItems(),
                        List.of()));
            }
            StagedRun manifest = new StagedRun(
                    table,
                    id,
                    Instant.now(),
                    table == Table.ACTIONS ? SettingsHash.actions(config) : "settings",
                    "test",
                    parquetSchema(days[0].rows()),
                    staged,
                    List.of(),
                    unknown);
            staging.finish(manifest);
            return manifest;
        }
    }

    /** As many rejected rows as the counts say; the texts are those of {@link #REJECTED_RAW} in turn. */
    private List<StagedFile> rejected(Table table, RunId run, Day day) {
        long rejected =
                day.sources().values().stream().mapToLong(SourceCount::rejected).sum();
        if (rejected == 0) {
            return List.of();
        }
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(
                lake.stagedRejected(table, run, day.dt().toString()), "part-0.parquet");
        try (RejectedFileWriter writer =
                RejectedFileWriter.open(file, spark.sparkContext().hadoopConfiguration())) {
            for (Map.Entry<String, SourceCount> source : day.sources().entrySet()) {
                for (int i = 0; i < source.getValue().rejected(); i++) {
                    writer.write(
                            REJECTED_RAW.get(i % REJECTED_RAW.size()),
                            List.of("item_id '" + i + "x' is not a 64-bit integer"),
                            source.getKey());
                }
            }
            return List.of(writer.finish());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String parquetSchema(Dataset<Row> rows) {
        return new SparkToParquetSchemaConverter(spark.sessionState().conf())
                .convert(rows.schema())
                .toString();
    }

    /** One query writes all days. */
    private Map<LocalDate, List<StagedFile>> write(Table table, RunId run, Day... days) {
        Dataset<Row> rows = Stream.of(days)
                .map(day -> day.rows().withColumn("dt", functions.lit(day.dt().toString())))
                .reduce(Dataset::unionAll)
                .orElseThrow();
        rows = filesOfDay == 1
                ? rows.coalesce(1)
                : rows.repartitionByRange(filesOfDay, functions.expr("hash(customer_id)"));
        Path scratch = folder.resolve("scratch-" + UUID.randomUUID());
        rows.write().partitionBy("dt").parquet(scratch.toString());
        Map<LocalDate, List<StagedFile>> files = new TreeMap<>();
        for (Row count : rows.groupBy("dt").count().collectAsList()) {
            LocalDate dt = LocalDate.parse(count.getString(0));
            files.put(dt, place(scratch.resolve("dt=" + dt), lake.stagedDay(table, run, dt), count.getLong(1)));
        }
        return files;
    }

    /** Of several files of a day the first is said to hold all rows: nobody asks which file has how many. */
    private static List<StagedFile> place(Path written, org.apache.hadoop.fs.Path target, long rows) {
        List<StagedFile> placed = new ArrayList<>();
        try (Stream<Path> found = Files.list(written)) {
            for (Path file : found.filter(each -> each.toString().endsWith(".parquet"))
                    .sorted()
                    .toList()) {
                String name = "part-" + placed.size() + ".parquet";
                Path moved = Path.of(target.toString()).resolve(name);
                Files.createDirectories(moved.getParent());
                Files.move(file, moved);
                placed.add(new StagedFile(name, placed.isEmpty() ? rows : 0, Files.size(moved)));
            }
            return placed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int audit(Step step, String from, String to, Optional<String> run) {
        printed.reset();
        JobContext context = new JobContext(
                config,
                "pipeline.yaml",
                SparkForTests.session(),
                lake,
                new DayRange(LocalDate.parse(from), LocalDate.parse(to)),
                RunId.random(),
                false,
                new Console(new PrintStream(printed, true, StandardCharsets.UTF_8)));
        return DqJob.audit(context, step, run.map(RunId::new));
    }

    int audit(Step step, String day, String run) {
        return audit(step, day, day, Optional.of(run));
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    AuditReport report(Step step, String dt, String run) {
        return report(table(step), dt, run);
    }

    AuditReport report(Table table, String dt, String run) {
        return RunJson.read(reportText(table, dt, run, "json"), AuditReport.class, "report");
    }

    String reportText(Step step, String dt, String run, String kind) {
        return reportText(table(step), dt, run, kind);
    }

    String reportText(Table table, String dt, String run, String kind) {
        return lake.files()
                .read(new org.apache.hadoop.fs.Path(lake.reports(table), "dt=" + dt + "/run=" + run + "." + kind))
                .orElseThrow();
    }

    /** The run that is published, or "none". */
    String published(Table table, String dt) {
        return lake.published(table, LocalDate.parse(dt))
                .map(record -> record.run().value())
                .orElse("none");
    }
}
