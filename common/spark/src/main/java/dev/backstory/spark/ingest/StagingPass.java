package dev.backstory.spark.ingest;

import dev.backstory.command.Console;
import dev.backstory.command.Count;
import dev.backstory.core.calendar.IsoTime;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.core.run.RawFiles;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.files.RawDays;
import dev.backstory.lake.store.StagingRun;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Stages the rows of some sources for some days in one pass:
 *
 * <ol>
 *   <li>ids: texts get numbers, where ids are texts ({@link IdNumbers});
 *   <li>scan: every source as judged rows ({@link SourceRows});
 *   <li>shuffle: each task gets whole files ({@link ShuffledRows});
 *   <li>sort: each task puts its rows into order ({@link KeySortedRows});
 *   <li>write: each task writes its files and returns their names and counts ({@link DayWriter});
 *   <li>check: every row that was read is in a file of the table or of its rejected rows, or nothing is staged
 *       ({@link CountCheck}).
 * </ol>
 */
public final class StagingPass {
    private static final int MOST_REASONS = 3;
    private static final int LONGEST_EXAMPLE = 200;

    private final JobContext context;
    private final StagedTable staged;
    private final Table table;
    private final String settingsHash;
    private final RequestedDays days;
    private final DayArrivals arrivals;
    private final Map<LocalDate, List<RawFiles>> raw;

    /** @param table actions or impressions */
    public StagingPass(JobContext context, Table table, String settingsHash, RequestedDays days) {
        this(context, table, settingsHash, days, new DayArrivals(context, table));
    }

    /** @param arrivals says which days are staged */
    public StagingPass(JobContext context, Table table, String settingsHash, RequestedDays days, DayArrivals arrivals) {
        this.context = context;
        this.staged = StagedTable.of(table);
        this.table = table;
        this.settingsHash = settingsHash;
        this.days = days;
        this.arrivals = arrivals;
        this.raw = raw();
    }

    /** Before any source is opened: what changes while it is read has changed since. */
    private Map<LocalDate, List<RawFiles>> raw() {
        Map<LocalDate, List<RawFiles>> ofDays = new TreeMap<>();
        context.config()
                .sources()
                .of(table)
                .forEach((name, source) -> RawDays.list(
                                name,
                                source,
                                days.days(),
                                context.spark().sparkContext().hadoopConfiguration())
                        .forEach((day, files) -> ofDays.computeIfAbsent(day, none -> new ArrayList<>())
                                .add(files)));
        return ofDays;
    }

    /** Of tables: what was opened is what is read. */
    private void addVersions(List<SourceRows> sources) {
        for (SourceRows source : sources) {
            source.version()
                    .ifPresent(version -> days.days()
                            .forEach(day -> raw.computeIfAbsent(day, none -> new ArrayList<>())
                                    .add(RawFiles.ofTable(source.source(), version))));
        }
    }

    /**
     * Stages all rows of all sources, but not the days that are not there yet or are left out. Where no day remains,
     * nothing is staged, and the manifest that is returned has no day.
     *
     * @param sources at least one
     * @throws BackstoryException when a source gave more or fewer rows than were written
     */
    public StagedRun stage(List<SourceRows> sources) {
        Instant start = Instant.now();
        long bytes = sources.stream().mapToLong(SourceRows::bytes).sum();
        int parallelism = context.spark().sparkContext().defaultParallelism();
        DayLayout layout = DayLayout.of(days, bytes, parallelism);
        try (StagingRun staging = StagingRun.begin(context.lake(), table, context.run(), days.days())) {
            Map<String, Long> filtered = new LinkedHashMap<>();
            addVersions(sources);
            StagedOutput output = written(sources, staging, layout, filtered);
            List<StagedDay> toStage = arrivals.toStage(output.days());
            StagedRun manifest = manifest(output, toStage);
            if (!toStage.isEmpty()) {
                staging.accept(output.files(toStage));
                staging.finish(manifest);
                arrivals.staged(toStage);
            }
            print(output, filtered, Duration.between(start, Instant.now()));
            return manifest;
        } finally {
            sources.forEach(SourceRows::close);
        }
    }

    /** @param filtered takes how many rows of each source were filtered out */
    private StagedOutput written(
            List<SourceRows> sources, StagingRun staging, DayLayout layout, Map<String, Long> filtered) {
        List<String> names = sources.stream().map(SourceRows::source).toList();
        try {
            IdNumbers numbers = new IdNumbers(context, staged);
            numbers.learn(sources, staging);
            QueryExecution plan =
                    ShuffledRows.of(sources, layout, staged, numbers::numbered).queryExecution();
            StagedOutput output = new StagedOutput(names, layout, write(plan, staging, layout, names));
            filtered.putAll(new CountCheck(table, days).check(sources, plan, output));
            return output;
        } catch (Exception e) {
            throw new UnreadableFiles(context.config().sources()).explained(e);
        }
    }

    private List<TaskResult> write(QueryExecution plan, StagingRun staging, DayLayout layout, List<String> names) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Broadcast<SerializableConfiguration> conf =
                spark.broadcast(new SerializableConfiguration(new Configuration(spark.hadoopConfiguration())));
        DayWriter writer = new DayWriter(staged, staging.folder(), context.run().value(), layout, names);
        StagedTable order = staged;
        StructType schema = plan.analyzed().schema();
        return plan.toRdd()
                .toJavaRDD()
                .mapPartitionsWithIndex(
                        (task, rows) -> List.of(writer.write(
                                        task,
                                        new KeySortedRows(rows, schema, order),
                                        conf.value().value()))
                                .iterator(),
                        false)
                .collect();
    }

    private StagedRun manifest(StagedOutput output, List<StagedDay> toStage) {
        return new StagedRun(
                table,
                context.run(),
                IsoTime.instant(IsoTime.micros(Instant.now())),
                settingsHash,
                CodeVersion.text(),
                staged.schema().toString(),
                toStage.stream()
                        .map(day -> day.withRaw(raw.getOrDefault(day.dt(), List.of())))
                        .toList(),
                output.unknownFiles(),
                output.unknownBySource());
    }

    private void print(StagedOutput output, Map<String, Long> filtered, Duration took) {
        output.totals().forEach((source, total) -> {
            context.console()
                    .stage(
                            table.folder(),
                            source + ": read " + Console.count(total.read() + filtered.get(source)) + ", kept "
                                    + Console.count(total.kept()) + ", rejected "
                                    + Console.count(total.rejected()) + filtered(filtered.get(source))
                                    + withoutItems(output, source),
                            took);
            if (total.rejected() * 2 > total.read()) {
                output.reasons(source).stream().limit(MOST_REASONS).forEach(reason -> {
                    context.console().attention("", said(source, reason));
                    Remedy.of(source, reason.reason())
                            .ifPresent(remedy -> context.console().attention("", "  " + remedy));
                });
            }
        });
    }

    /** In the words of the audit, which may be far away. */
    private static String said(String source, RejectionTally.Reason reason) {
        return "rejected " + Count.of(reason.rows(), "row") + " of " + source + ": " + oneLine(reason.reason())
                + ", such as " + oneLine(reason.example());
    }

    private static String oneLine(String text) {
        String line = text.replace('\n', ' ');
        return line.codePointCount(0, line.length()) <= LONGEST_EXAMPLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_EXAMPLE)) + "…";
    }

    private static String filtered(long rows) {
        return rows == 0 ? "" : ", filtered " + Console.count(rows);
    }

    private static String withoutItems(StagedOutput output, String source) {
        long impressions = output.withoutItems(source);
        return impressions == 0 ? "" : ", and " + Count.of(impressions, "impression") + " without items";
    }
}
