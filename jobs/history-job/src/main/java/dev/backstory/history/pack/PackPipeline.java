package dev.backstory.history.pack;

import dev.backstory.command.Console;
import dev.backstory.command.Count;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.core.run.PackFile;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.history.merge.DayCommands;
import dev.backstory.history.merge.DayFile;
import dev.backstory.history.merge.RangePlan;
import dev.backstory.history.merge.TaskFailure;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.state.MonthPack;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.PackBuild;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Builds the packs that are missing or stale, month by month: the published days in, one pack out, or none. */
public final class PackPipeline {
    private static final String NAME = "pack";
    private static final double MEGABYTE = 1 << 20;

    private final PipelineConfig config;
    private final String configArgument;
    private final SparkSession spark;
    private final Lake lake;
    private final RangePlan plan;
    private final Console console;
    private final List<YearMonth> packed = new CopyOnWriteArrayList<>();

    /** @param configArgument the config's path as the user gave it, for commands in messages */
    public PackPipeline(
            PipelineConfig config,
            String configArgument,
            SparkSession spark,
            Lake lake,
            RangePlan plan,
            Console console) {
        this.config = config;
        this.configArgument = configArgument;
        this.spark = spark;
        this.lake = lake;
        this.plan = plan;
        this.console = console;
    }

    /** The months whose packs are in place by now, in words; for somebody who stops it. */
    public String packed() {
        return packed.isEmpty()
                ? "no pack was built, and those that were there are as they were"
                : "the packs of " + packed.stream().map(YearMonth::toString).collect(Collectors.joining(", "))
                        + " are built, and the others are as they were";
    }

    /** Packs every month of actions that has all its days; the others are named and left alone. */
    public void all(boolean rebuild) {
        complete(lake.days(Table.ACTIONS), rebuild);
    }

    /** Packs the months that some days are in, as far as they have all their days. */
    public void monthsOf(DayRange days, boolean rebuild) {
        complete(days.days(), rebuild);
    }

    private void complete(Collection<LocalDate> days, boolean rebuild) {
        List<MonthPack> complete = new ArrayList<>();
        for (YearMonth month : MonthPack.monthsOf(days)) {
            MonthPack read = MonthPack.read(lake, config, month);
            List<LocalDate> missing = read.missing();
            if (missing.isEmpty()) {
                complete.add(read);
            } else {
                line(month + " is not complete, and stays as days: " + DayCommands.text(missing)
                        + (missing.size() == 1 ? " is" : " are") + " not published");
            }
        }
        build(complete, rebuild);
    }

    /** Packs one month. */
    public void month(YearMonth month, boolean rebuild) {
        MonthPack read = MonthPack.read(lake, config, month);
        List<LocalDate> missing = read.missing();
        if (!missing.isEmpty()) {
            throw new BackstoryException("Cannot pack " + month + " because " + missing.size() + " of its "
                    + month.lengthOfMonth() + " days of actions are not published: " + DayCommands.text(missing)
                    + "; build them with" + DayCommands.build(Step.ACTIONS, configArgument, missing));
        }
        build(List.of(read), rebuild);
    }

    private void build(List<MonthPack> complete, boolean rebuild) {
        List<MonthPack> months =
                complete.stream().filter(month -> rebuild || !month.isCurrent()).toList();
        if (complete.isEmpty()) {
            line("no month of actions has all its days published: nothing to pack");
        } else if (months.size() < complete.size()) {
            int current = complete.size() - months.size();
            line(Count.of(current, "month is", "months are") + " current");
        }
        if (!months.isEmpty()) {
            try (PackBuild build = PackBuild.begin(lake)) {
                // Read again: the months before it may have taken long.
                months.forEach(month -> pack(build, MonthPack.read(lake, config, month.month())));
            }
        }
    }

    private void line(String text) {
        console.say(NAME, text);
    }

    private void pack(PackBuild build, MonthPack of) {
        Instant start = Instant.now();
        YearMonth month = of.month();
        SortedMap<LocalDate, PublishRecord> published = of.published();
        long actions =
                published.values().stream().mapToLong(PublishRecord::rows).sum();
        PackSpec spec = new PackSpec(
                build.folder(),
                build.run().value(),
                month,
                config.timezone(),
                config.history().length(),
                DayFile.of(lake, Table.ACTIONS, published));
        List<PackPart> parts = merge(spec, plan.packRanges(actions), of);
        requireSameDays(of);
        requireAllRead(month, actions, parts);
        List<PackFile> files = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.file()).stream())
                .toList();
        List<AttemptFile> attempts = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.attempt()).stream())
                .toList();
        build.publish(
                new PackRecord(
                        PackRecord.FORMAT,
                        month,
                        build.run(),
                        Instant.now(),
                        CodeVersion.text(),
                        config.history().length(),
                        config.timezone(),
                        of.days(),
                        actions,
                        files,
                        null),
                attempts);
        packed.add(month);
        console.stage(
                NAME,
                month + (of.pack() == null ? ": " : " again: ") + result(actions, files),
                Duration.between(start, Instant.now()));
    }

    private static String result(long actions, List<PackFile> files) {
        long kept = files.stream().mapToLong(PackFile::actions).sum();
        double bytes = files.stream().mapToLong(PackFile::bytes).sum();
        return Console.count(kept) + " actions in " + Count.of(files.size(), "file") + " of "
                + String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
                + (kept == actions ? "" : ", " + Console.count(actions - kept) + " left out that no history can hold");
    }

    private List<PackPart> merge(PackSpec spec, List<HashRange> ranges, MonthPack of) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        var conf = context.broadcast(new SerializableConfiguration(lake.files().conf()));
        try {
            return context.parallelize(ranges, ranges.size())
                    .map(new PackTask(spec, conf))
                    .collect();
        } catch (Exception e) { // Spark throws a checked exception that it does not declare.
            requireSameDays(of);
            throw TaskFailure.of(e, "pack " + spec.month());
        } finally {
            conf.unpersist(false);
        }
    }

    private void requireSameDays(MonthPack then) {
        if (!MonthPack.read(lake, config, then.month()).days().equals(then.days())) {
            throw new BackstoryException("Cannot finish the pack of " + then.month()
                    + " because a day of its actions was replaced while it was read; run it again");
        }
    }

    private static void requireAllRead(YearMonth month, long actions, List<PackPart> parts) {
        long read = parts.stream().mapToLong(PackPart::read).sum();
        if (read != actions) {
            throw new BackstoryException("Cannot pack " + month + " because its days were published with "
                    + Console.count(actions) + " actions, and " + Console.count(read)
                    + " were found in their files; build its days again with --rebuild");
        }
    }
}
