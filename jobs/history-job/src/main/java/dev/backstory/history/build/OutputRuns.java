package dev.backstory.history.build;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.StagedRun;
import dev.backstory.lake.store.AttemptFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.StagingRun;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The staged runs of one build, one for each table, under the same id. Each is complete on its own: when a process is
 * killed after the first of them, the other is built again, and neither waits for the other.
 */
final class OutputRuns implements AutoCloseable {
    private final Map<Table, List<LocalDate>> days;
    private final Map<Table, StagingRun> runs = new EnumMap<>(Table.class);

    private OutputRuns(Map<Table, List<LocalDate>> days) {
        this.days = days;
    }

    static OutputRuns begin(Lake lake, RunId run, Map<Table, List<LocalDate>> days) {
        OutputRuns begun = new OutputRuns(days);
        try {
            days.forEach((table, ofTable) -> {
                begun.runs.put(table, StagingRun.begin(lake, table, run, new TreeSet<>(ofTable)));
            });
            return begun;
        } catch (RuntimeException e) {
            begun.close();
            throw e;
        }
    }

    List<HistorySpec.Output> outputs() {
        return days.entrySet().stream()
                .map(output -> new HistorySpec.Output(
                        output.getKey(), run(output.getKey()).folder(), List.copyOf(output.getValue())))
                .toList();
    }

    /** Moves exactly these files, of all attempts that count, into place. */
    void accept(List<Map<Table, List<AttemptFile>>> attempts) {
        runs.forEach((table, run) ->
                attempts.forEach(files -> run.accept(Objects.requireNonNull(files.get(table), table::folder))));
    }

    void finish(StagedRun manifest) {
        run(manifest.table()).finish(manifest);
    }

    private StagingRun run(Table table) {
        return Objects.requireNonNull(runs.get(table));
    }

    @Override
    public void close() {
        runs.values().forEach(StagingRun::close);
    }
}
