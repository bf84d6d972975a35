package dev.backstory.core.run;

import dev.backstory.core.contract.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifest of a complete staged run of a table ({@code _STAGED.json}); a run without it is unfinished.
 *
 * @param unknownFiles rows whose dt cannot be read, under {@code rejected/dt=unknown} of the run
 * @param unknownBySource how many of those came from each source
 * @param settingsHash hash of the settings that shape the result
 * @param schema the Parquet schema of the table's files, as text
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
        Map<String, Long> unknownBySource) {

    public Optional<StagedDay> day(LocalDate dt) {
        return days.stream().filter(day -> day.dt().equals(dt)).findFirst();
    }
}
