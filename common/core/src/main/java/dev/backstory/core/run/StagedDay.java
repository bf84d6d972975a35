package dev.backstory.core.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One day of a staged run.
 *
 * @param dt the day
 * @param files its files under {@code _staging/<table>/run=<id>/dt=<dt>}, in the order of their hash ranges
 * @param rejectedFiles its files under {@code _staging/<table>/run=<id>/rejected/dt=<dt>}
 * @param sources per source name what was read, kept and rejected; empty for the history step
 * @param inputs the published runs it was made from; empty for the first two steps
 * @param windowDays history only: days of the lookback; 0 elsewhere
 * @param coveredDays history only: days of the lookback that are published; 0 elsewhere
 * @param withoutItems impressions only: those that were read and have no item, so that they make no row; 0 elsewhere
 * @param raw what the sources that keep days in folders had for it; empty for the history step
 * @param notArrived sources without rows that were waited for, and until when; empty for the history step
 */
public record StagedDay(
        LocalDate dt,
        List<StagedFile> files,
        List<StagedFile> rejectedFiles,
        Map<String, SourceCount> sources,
        List<InputRun> inputs,
        int windowDays,
        int coveredDays,
        long withoutItems,
        List<RawFiles> raw,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> notArrived) {

    /** Manifests of older versions do not say what the sources had. */
    public StagedDay {
        raw = raw == null ? List.of() : List.copyOf(raw);
        notArrived = notArrived == null ? Map.of() : new TreeMap<>(notArrived);
    }

    /** Of which no source was waited for in vain. */
    public StagedDay(
            LocalDate dt,
            List<StagedFile> files,
            List<StagedFile> rejectedFiles,
            Map<String, SourceCount> sources,
            List<InputRun> inputs,
            int windowDays,
            int coveredDays,
            long withoutItems,
            List<RawFiles> raw) {
        this(dt, files, rejectedFiles, sources, inputs, windowDays, coveredDays, withoutItems, raw, Map.of());
    }

    /** A day that was made from raw sources. */
    public static StagedDay ofSources(
            LocalDate dt,
            List<StagedFile> files,
            List<StagedFile> rejectedFiles,
            Map<String, SourceCount> sources,
            long withoutItems) {
        return new StagedDay(dt, files, rejectedFiles, sources, List.of(), 0, 0, withoutItems, List.of());
    }

    /** A day that was made from published days. Nothing of those is rejected. */
    public static StagedDay ofInputs(
            LocalDate dt, List<StagedFile> files, List<InputRun> inputs, int windowDays, int coveredDays) {
        return new StagedDay(dt, files, List.of(), Map.of(), inputs, windowDays, coveredDays, 0, List.of());
    }

    /** The same day with other files. */
    public StagedDay withFiles(List<StagedFile> others) {
        return new StagedDay(
                dt, others, rejectedFiles, sources, inputs, windowDays, coveredDays, withoutItems, raw, notArrived);
    }

    /** The same day, made from these raw files. */
    public StagedDay withRaw(List<RawFiles> found) {
        return new StagedDay(
                dt, files, rejectedFiles, sources, inputs, windowDays, coveredDays, withoutItems, found, notArrived);
    }

    /** The same day, without these sources, each with the moment until which it was waited for. */
    public StagedDay without(Map<String, String> late) {
        return new StagedDay(
                dt, files, rejectedFiles, sources, inputs, windowDays, coveredDays, withoutItems, raw, late);
    }

    /** Whether a source has brought anything for the day, be it rejected or without items. */
    public boolean hasArrived(String source) {
        return sources.getOrDefault(source, SourceCount.NONE).read() > 0 || (sources.size() == 1 && withoutItems > 0);
    }

    public long rows() {
        return files.stream().mapToLong(StagedFile::rows).sum();
    }

    public long rejectedRows() {
        return rejectedFiles.stream().mapToLong(StagedFile::rows).sum();
    }
}
