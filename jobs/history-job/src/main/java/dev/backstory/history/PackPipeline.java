package dev.backstory.history;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.CodeVersion;
import dev.backstory.core.run.PackDay;
import dev.backstory.core.run.PackFile;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.failure.BackstoryException;
import dev.backstory.lake.job.Console;
import dev.backstory.lake.parquet.HashRange;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.PackBuild;
import dev.backstory.lake.store.Packs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Builds the packs that are missing or stale, month by month: the published days in, one pack out, or none. */
final class PackPipeline {
    private static final String NAME = "pack";
    private static final double MEGABYTE = 1 << 20;

    private final PipelineConfig config;
    private final String configArgument;
    private final SparkSession spark;
    private final Lake lake;
    private final Packs packs;
    private final RangePlan plan;
    private final Console console;

    /** @param configArgument the config's path as the user gave it, for commands in messages */
    PackPipeline(
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
        this.packs = new Packs(lake);
        this.plan = plan;
        this.console = console;
    }

    /** Packs every month of actions that has all its days; the others are named and left alone. */
    void all(boolean rebuild) {
        TreeSet<YearMonth> months = new TreeSet<>();
        lake.days(Table.ACTIONS).forEach(day -> months.add(YearMonth.from(day)));
        List<YearMonth> complete = new ArrayList<>();
        for (YearMonth month : months) {
            List<LocalDate> missing = missing(month, published(month));
            if (missing.isEmpty()) {
                complete.add(month);
            } else {
                line(month + " is not complete, and stays as days: " + DayCommands.text(missing)
                        + (missing.size() == 1 ? " is" : " are") + " not published");
            }
        }
        build(complete, rebuild);
    }

    /** Packs one month. */
    void month(YearMonth month, boolean rebuild) {
        List<LocalDate> missing = missing(month, published(month));
        if (!missing.isEmpty()) {
            throw new BackstoryException("Cannot pack " + month + " because " + missing.size() + " of its "
                    + month.lengthOfMonth() + " days of actions are not published: " + DayCommands.text(missing)
                    + "; build them with" + DayCommands.build(Step.ACTIONS, configArgument, missing));
        }
        build(List.of(month), rebuild);
    }

    private void build(List<YearMonth> complete, boolean rebuild) {
        List<YearMonth> months = complete.stream()
                .filter(month -> rebuild || !isCurrent(month, published(month)))
                .toList();
        if (complete.isEmpty()) {
            line("no month of actions has all its days published: nothing to pack");
        } else if (months.size() < complete.size()) {
            int current = complete.size() - months.size();
            line(current + (current == 1 ? " month is" : " months are") + " current");
        }
        if (!months.isEmpty()) {
            try (PackBuild build = PackBuild.begin(lake)) {
                months.forEach(month -> pack(build, month));
            }
        }
    }

    private void line(String text) {
        console.line(String.format(Locale.ROOT, "%-12s %s", NAME, text));
    }

    private SortedMap<LocalDate, PublishRecord> published(YearMonth month) {
        return lake.published(Table.ACTIONS, new DayRange(month.atDay(1), month.atEndOfMonth()));
    }

    private static List<LocalDate> missing(YearMonth month, SortedMap<LocalDate, PublishRecord> published) {
        return month.atDay(1)
                .datesUntil(month.plusMonths(1).atDay(1))
                .filter(day -> !published.containsKey(day))
                .toList();
    }

    private boolean isCurrent(YearMonth month, SortedMap<LocalDate, PublishRecord> published) {
        return packs.of(month)
                .filter(pack -> pack.serves(config.history().length(), config.timezone()))
                .map(pack -> pack.days().equals(days(published)))
                .orElse(false);
    }

    private static List<PackDay> days(SortedMap<LocalDate, PublishRecord> published) {
        return published.values().stream().map(PackDay::of).toList();
    }

    private void pack(PackBuild build, YearMonth month) {
        Instant start = Instant.now();
        SortedMap<LocalDate, PublishRecord> published = published(month);
        boolean replaces = packs.of(month).isPresent();
        long actions =
                published.values().stream().mapToLong(PublishRecord::rows).sum();
        PackSpec spec = new PackSpec(
                build.folder(),
                build.run().value(),
                month,
                config.timezone(),
                config.history().length(),
                HistorySpec.files(lake, Table.ACTIONS, published));
        List<PackPart> parts = merge(spec, plan.packRanges(actions), published);
        requireSameDays(month, published);
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
                        days(published),
                        actions,
                        files),
                attempts);
        console.stage(
                NAME,
                month + (replaces ? " anew: " : ": ") + result(actions, files),
                Duration.between(start, Instant.now()));
    }

    private static String result(long actions, List<PackFile> files) {
        long kept = files.stream().mapToLong(PackFile::actions).sum();
        double bytes = files.stream().mapToLong(PackFile::bytes).sum();
        return Console.count(kept) + " actions in " + files.size() + (files.size() == 1 ? " file of " : " files of ")
                + String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
                + (kept == actions ? "" : ", " + Console.count(actions - kept) + " left out that no history can hold");
    }

    private List<PackPart> merge(PackSpec spec, List<HashRange> ranges, SortedMap<LocalDate, PublishRecord> published) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        var conf = context.broadcast(new SerializableConfiguration(lake.files().conf()));
        try {
            return context.parallelize(ranges, ranges.size())
                    .map(new PackTask(spec, conf))
                    .collect();
        } catch (Exception e) { // Spark throws a checked exception that it does not declare.
            requireSameDays(spec.month(), published);
            throw TaskFailure.of(e, "pack " + spec.month());
        } finally {
            conf.unpersist(false);
        }
    }

    private void requireSameDays(YearMonth month, SortedMap<LocalDate, PublishRecord> then) {
        if (!days(published(month)).equals(days(then))) {
            throw new BackstoryException("Cannot finish the pack of " + month
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
