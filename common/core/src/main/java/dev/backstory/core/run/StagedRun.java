package dev.backstory.core.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstory.core.contract.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a complete staged run of a table ({@code _STAGED.json}); a run without it is unfinished.
 *
 * @param unknownFiles rows whose dt cannot be read, under {@code rejected/dt=unknown} of the run
 * @param unknownBySource how many of those came from each source
 * @param settingsHash hash of the settings that shape the result
 * @param schema the Parquet schema of the table's files, as text
 * @param seconds from the claim of the run to this manifest; null in those of older versions
 */
public record StagedRun(
        Table table,
        RunId run,
        Instant stagedAt,
        String settingsHash,
        String codeVersion,
        String schema,
        List<StagedDay> days,
        List<StagedFile> unknownFiles,
        Map<String, Long> unknownBySource,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double seconds) {

    /** Of which it is not known yet how long it takes. */
    public StagedRun(
            Table table,
            RunId run,
            Instant stagedAt,
            String settingsHash,
            String codeVersion,
            String schema,
            List<StagedDay> days,
            List<StagedFile> unknownFiles,
            Map<String, Long> unknownBySource) {
        this(table, run, stagedAt, settingsHash, codeVersion, schema, days, unknownFiles, unknownBySource, null);
    }

    /** The same run, which took so long. */
    public StagedRun took(Duration time) {
        return new StagedRun(
                table,
                run,
                stagedAt,
                settingsHash,
                codeVersion,
                schema,
                days,
                unknownFiles,
                unknownBySource,
                Took.seconds(time));
    }

    /** The time that the step took for all its days; null where that is not known. */
    public @Nullable Took took() {
        return seconds == null ? null : new Took(seconds, days.size());
    }

    /** What was read of each source for all its days, by the name of the source. */
    public SortedMap<String, SourceCount> sources() {
        SortedMap<String, SourceCount> totals = new TreeMap<>();
        days.forEach(day -> day.sources().forEach((source, count) -> totals.merge(source, count, SourceCount::plus)));
        return totals;
    }

    public Optional<StagedDay> day(LocalDate dt) {
        return days.stream().filter(day -> day.dt().equals(dt)).findFirst();
    }
}
