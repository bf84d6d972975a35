package dev.backstory.history.build;

import dev.backstory.command.Console;
import dev.backstory.command.Count;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SettingsHash;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.history.merge.DayCommands;
import dev.backstory.history.merge.DayFile;
import dev.backstory.history.merge.RangePlan;
import dev.backstory.history.merge.TaskFailure;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.state.PublishedInputs;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.HistoriesSchema;
import dev.backstory.lake.table.TrainingSchema;
import dev.backstory.spark.ingest.DayArrivals;
import dev.backstory.spark.job.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/** One build: choose the days, check their inputs, merge in one pass, stage, and check that the inputs are still those. */
public final class HistoryPipeline {
    private final JobContext context;
    private final PipelineConfig config;
    private final Lake lake;
    private final RangePlan plan;
    private final boolean explained;

    public HistoryPipeline(JobContext context, RangePlan plan) {
        this(context, plan, false);
    }

    /** @param explained why inputs are not published has been printed already */
    public HistoryPipeline(JobContext context, RangePlan plan, boolean explained) {
        this.context = context;
        this.config = context.config();
        this.lake = context.lake();
        this.plan = plan;
        this.explained = explained;
    }

    /** Stages the days that are missing or stale. Returns the blocked ones, whose inputs are not published. */
    public List<LocalDate> run() {
        PublishedInputs inputs = readInputs();
        OutputDays days = OutputDays.of(context, inputs);
        List<LocalDate> due = days.build().stream()
                .filter(day -> !inputs.hasSkippedImpressions(day))
                .toList();
        List<LocalDate> build = new InputCheck(context, inputs, explained).complete(due);
        List<LocalDate> blocked =
                due.stream().filter(day -> !build.contains(day)).toList();
        saySkipped(days.build().stream().filter(inputs::hasSkippedImpressions).toList());
        if (!days.current().isEmpty()) {
            context.console()
                    .say(Step.HISTORY.id(), Count.of(days.current().size(), "day is", "days are") + " current");
        }
        if (!build.isEmpty()) {
            stage(build, days.of(build), inputs);
        } else if (due.isEmpty() && !days.build().isEmpty()) {
            context.console().say(Step.HISTORY.id(), DayArrivals.NOTHING);
        }
        return blocked;
    }

    private void saySkipped(List<LocalDate> skipped) {
        if (!skipped.isEmpty()) {
            context.console()
                    .say(
                            Step.HISTORY.id(),
                            DayCommands.text(skipped) + (skipped.size() == 1 ? " is" : " are")
                                    + " skipped, as the impressions are (arrival.then: skip)");
        }
    }

    private PublishedInputs readInputs() {
        return PublishedInputs.read(lake, context.range(), config.history().lookback())
                .asSaidBy(config, lake);
    }

    private void stage(List<LocalDate> build, Map<Table, List<LocalDate>> outputs, PublishedInputs inputs) {
        Instant start = Instant.now();
        TreeMap<LocalDate, PublishRecord> actions = new TreeMap<>();
        TreeMap<LocalDate, PublishRecord> impressions = new TreeMap<>();
        for (LocalDate day : build) {
            actions.putAll(inputs.actions(day));
            impressions.put(day, inputs.impressions(day).orElseThrow());
        }
        long actionRows = rows(actions);
        List<HashRange> ranges =
                plan.ranges(actionRows, rows(impressions) * config.history().length());
        try (OutputRuns staging = OutputRuns.begin(lake, context.run(), outputs)) {
            ActionInputs read = ActionInputs.choose(context, build, actions);
            HistorySpec spec = new HistorySpec(
                    context.run().value(),
                    staging.outputs(),
                    HistorySpec.Histories.of(config, build),
                    HistorySpec.Columns.of(config.training()),
                    read,
                    DayFile.of(lake, Table.IMPRESSIONS, impressions));
            List<Map<Table, List<AttemptFile>>> attempts = merge(spec, ranges, build, inputs);
            requireSameInputs(build, inputs);
            staging.accept(attempts);
            Instant stagedAt = Instant.now();
            List<String> written = new ArrayList<>();
            outputs.forEach((table, days) -> {
                StagedRun manifest = manifest(table, days, stagedAt, inputs, attempts);
                staging.finish(manifest);
                long rows = manifest.days().stream().mapToLong(StagedDay::rows).sum();
                written.add(Console.count(rows) + (table == Table.TRAINING ? " rows" : " histories"));
            });
            context.console()
                    .stage(
                            Step.HISTORY.id(),
                            Count.of(build.size(), "day") + ": "
                                    + String.join(" and ", written)
                                    + " from " + Console.count(actionRows) + " actions of "
                                    + Count.of(actions.size(), "day") + packs(read),
                            Duration.between(start, Instant.now()));
        }
    }

    private static String packs(ActionInputs read) {
        return read.packedMonths() == 0
                ? ""
                : ", " + read.packedDays() + " of them in " + Count.of(read.packedMonths(), "pack");
    }

    private static long rows(Map<LocalDate, PublishRecord> records) {
        return records.values().stream().mapToLong(PublishRecord::rows).sum();
    }

    /** What the successful attempt of each range wrote, in the order of the ranges. */
    private List<Map<Table, List<AttemptFile>>> merge(
            HistorySpec spec, List<HashRange> ranges, List<LocalDate> build, PublishedInputs inputs) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        var sharedSpec = spark.broadcast(spec);
        var sharedConf =
                spark.broadcast(new SerializableConfiguration(lake.files().conf()));
        try {
            return spark.parallelize(ranges, ranges.size())
                    .map(new RangeTask(sharedSpec, sharedConf))
                    .collect();
        } catch (Exception e) { // Spark throws a checked exception that it does not declare.
            // A file that is gone or changed is a consequence; the cause is worth more.
            requireSameInputs(build, inputs);
            throw TaskFailure.of(e, "merge actions into histories");
        } finally {
            sharedSpec.unpersist(false);
            sharedConf.unpersist(false);
        }
    }

    private void requireSameInputs(List<LocalDate> build, PublishedInputs then) {
        PublishedInputs now = readInputs();
        then.firstReplaced(build, now).ifPresent(run -> {
            throw changed(run, ", published by run " + run.run() + ", was replaced while it was read");
        });
        then.firstAdded(build, now).ifPresent(run -> {
            throw changed(run, " was published by run " + run.run() + " while the days around it were read");
        });
    }

    private BackstoryException changed(InputRun run, String how) {
        return new BackstoryException("Cannot finish run " + context.run() + " because "
                + run.table().folder() + " of " + run.from() + how + "; nothing was staged, run it again");
    }

    private StagedRun manifest(
            Table table,
            List<LocalDate> days,
            Instant stagedAt,
            PublishedInputs inputs,
            List<Map<Table, List<AttemptFile>>> attempts) {
        Map<String, List<StagedFile>> byFolder = new LinkedHashMap<>();
        attempts.forEach(files -> Objects.requireNonNull(files.get(table), table::folder)
                .forEach(file -> byFolder.computeIfAbsent(file.folder(), folder -> new ArrayList<>())
                        .add(file.staged())));
        List<StagedDay> staged = days.stream()
                .map(day -> StagedDay.ofInputs(
                        day,
                        List.copyOf(byFolder.getOrDefault(Lake.DAY_PREFIX + day, List.of())),
                        inputs.runs(day),
                        inputs.windowDays(day),
                        inputs.coveredDays(day)))
                .toList();
        String schema = table == Table.TRAINING
                ? TrainingSchema.of(config.training()).toString()
                : HistoriesSchema.of(config.training().numbers()).toString();
        return new StagedRun(
                table,
                context.run(),
                stagedAt,
                SettingsHash.of(config, table),
                CodeVersion.text(),
                schema,
                staged,
                List.of(),
                Map.of());
    }
}
