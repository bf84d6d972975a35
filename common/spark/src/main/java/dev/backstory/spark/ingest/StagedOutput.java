package dev.backstory.spark.ingest;

import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all tasks wrote, put together by day and by source. */
final class StagedOutput {
    private final List<String> sources;
    private final DayLayout layout;
    private final List<AttemptFile> files = new ArrayList<>();
    private final Map<Integer, List<StagedFile>> tableFiles = new LinkedHashMap<>();
    private final Map<Integer, List<StagedFile>> rejectedFiles = new LinkedHashMap<>();
    private final Map<Integer, Map<String, SourceCount>> counts = new LinkedHashMap<>();
    private final Map<Integer, Map<String, Long>> withoutItems = new LinkedHashMap<>();

    private final RejectionTally reasons = new RejectionTally();

    StagedOutput(List<String> sources, DayLayout layout, List<TaskResult> results) {
        this.sources = sources;
        this.layout = layout;
        for (TaskResult result : results) {
            result.files().forEach(this::add);
            result.counts().forEach(this::add);
            result.reasons().forEach(reasons::add);
        }
    }

    private void add(TaskResult.Written written) {
        files.add(written.file());
        (written.rejected() ? rejectedFiles : tableFiles)
                .computeIfAbsent(written.day(), day -> new ArrayList<>())
                .add(written.file().staged());
    }

    private void add(TaskResult.Count count) {
        SourceCount more = new SourceCount(count.kept() + count.rejected(), count.kept(), count.rejected());
        counts.computeIfAbsent(count.day(), day -> new LinkedHashMap<>())
                .merge(sources.get(count.source()), more, SourceCount::plus);
        withoutItems
                .computeIfAbsent(count.day(), day -> new LinkedHashMap<>())
                .merge(sources.get(count.source()), count.withoutItems(), Long::sum);
    }

    /** Those of some of the days, and those without a day. */
    List<AttemptFile> files(List<StagedDay> some) {
        Set<String> others = new HashSet<>();
        layout.days().days().forEach(day -> others.add(Lake.DAY_PREFIX + day));
        some.forEach(day -> others.remove(Lake.DAY_PREFIX + day.dt()));
        return files.stream()
                .filter(file ->
                        !others.contains(file.folder().substring(file.folder().lastIndexOf('/') + 1)))
                .toList();
    }

    /** All days asked for, also those that got nothing: their audit decides what that means. */
    List<StagedDay> days() {
        List<StagedDay> days = new ArrayList<>();
        for (LocalDate dt : layout.days().days()) {
            int day = layout.numberOf(dt);
            Map<String, SourceCount> bySource = new LinkedHashMap<>();
            sources.forEach(source -> bySource.put(source, count(day, source)));
            days.add(StagedDay.ofSources(
                    dt, byName(tableFiles, day), byName(rejectedFiles, day), bySource, withoutItems(day)));
        }
        return days;
    }

    List<StagedFile> unknownFiles() {
        return byName(rejectedFiles, DayLayout.UNKNOWN);
    }

    Map<String, Long> unknownBySource() {
        Map<String, Long> unknown = new LinkedHashMap<>();
        sources.forEach(
                source -> unknown.put(source, count(DayLayout.UNKNOWN, source).read()));
        return unknown;
    }

    /** Over all days, the unknown one too. */
    Map<String, SourceCount> totals() {
        Map<String, SourceCount> totals = new LinkedHashMap<>();
        for (String source : sources) {
            SourceCount total = SourceCount.NONE;
            for (int day : counts.keySet()) {
                total = total.plus(count(day, source));
            }
            totals.put(source, total);
        }
        return totals;
    }

    /** Why rows of a source were rejected, the commonest reason first. */
    List<RejectionTally.Reason> reasons(String source) {
        return reasons.toList().stream()
                .filter(reason -> sources.get(reason.source()).equals(source))
                .sorted(RejectionTally.Reason.BY_ROWS)
                .toList();
    }

    /** Impressions without items of a source, over all days. */
    long withoutItems(String source) {
        return withoutItems.values().stream()
                .mapToLong(bySource -> bySource.getOrDefault(source, 0L))
                .sum();
    }

    private long withoutItems(int day) {
        return withoutItems.getOrDefault(day, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Rows in the files, by what the writers say. */
    long rowsInFiles() {
        return files.stream().mapToLong(AttemptFile::rows).sum();
    }

    private SourceCount count(int day, String source) {
        return counts.getOrDefault(day, Map.of()).getOrDefault(source, SourceCount.NONE);
    }

    /** A file's name ends in the number of its hash range. */
    private static List<StagedFile> byName(Map<Integer, List<StagedFile>> files, int day) {
        List<StagedFile> sorted = new ArrayList<>(files.getOrDefault(day, List.of()));
        sorted.sort(Comparator.comparing(StagedFile::name));
        return sorted;
    }
}
