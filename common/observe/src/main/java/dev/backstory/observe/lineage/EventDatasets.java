package dev.backstory.observe.lineage;

import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.JobRun;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.utils.DatasetIdentifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The datasets that a job reads and writes, with the facts known about them: a step reads sources or tables and stages
 * days, an audit publishes them.
 */
final class EventDatasets {
    private final JobRun run;
    private final DatasetNames names;
    private final DatasetParts parts;

    EventDatasets(OpenLineage lineage, Assertions assertions, JobRun run) {
        this.run = run;
        this.names = new DatasetNames(run.config());
        this.parts = new DatasetParts(lineage, assertions, run.config());
    }

    /**
     * @param staged the manifests of what was read, at the end of a step
     * @param judged the verdicts, at the end of an audit
     */
    List<InputDataset> inputs(List<StagedRun> staged, List<DayVerdict> judged) {
        List<InputDataset> inputs = new ArrayList<>();
        if (run.audit()) {
            Map<Table, List<DayVerdict>> byTable = byTable(judged);
            for (Table table : run.tables()) {
                List<DayVerdict> days = byTable.getOrDefault(table, List.of());
                inputs.add(parts.input(names.staged(table), days.isEmpty() ? null : parts.quality(days)));
            }
            return inputs;
        }
        for (Table table : readTables()) {
            inputs.add(parts.input(names.published(table), null));
        }
        for (Table table : run.tables()) {
            Map<String, SourceCount> counts = counts(staged, table);
            for (Map.Entry<String, Source> source :
                    run.config().sources().of(table).entrySet()) {
                List<DatasetIdentifier> places = DatasetNames.of(source.getValue());
                SourceCount count = places.size() == 1 ? counts.get(source.getKey()) : null;
                places.forEach(place -> inputs.add(parts.input(place, count == null ? null : parts.read(count))));
            }
        }
        return inputs;
    }

    private List<Table> readTables() {
        return switch (run.step()) {
            case ACTIONS, IMPRESSIONS -> List.of();
            case HISTORY -> List.of(Table.ACTIONS, Table.IMPRESSIONS);
            case VOCABULARY -> List.of(Table.ACTIONS);
        };
    }

    private static Map<String, SourceCount> counts(List<StagedRun> staged, Table table) {
        return staged.stream()
                .filter(manifest -> manifest.table() == table)
                .findFirst()
                .map(StagedRun::sources)
                .orElseGet(TreeMap::new);
    }

    /** The datasets that a starting job is going to write. */
    List<OutputDataset> named() {
        return run.tables().stream()
                .map(table -> parts.output(run.audit() ? names.published(table) : names.staged(table), null, null))
                .toList();
    }

    List<OutputDataset> staged(List<StagedRun> manifests) {
        return manifests.stream()
                .map(manifest -> {
                    DatasetIdentifier name = names.staged(manifest.table());
                    List<StagedFile> files = manifest.days().stream()
                            .flatMap(day -> day.files().stream())
                            .toList();
                    List<String> folders = manifest.days().stream()
                            .map(StagedDay::dt)
                            .map(dt -> "run=" + manifest.run() + "/dt=" + dt)
                            .toList();
                    return parts.output(
                            name,
                            parts.facets(manifest.schema(), manifest.run().value(), true),
                            parts.statistics(files, name, folders));
                })
                .toList();
    }

    /** Only what is published: a day that failed its audit is no output. */
    List<OutputDataset> published(List<DayVerdict> judged) {
        List<OutputDataset> outputs = new ArrayList<>();
        byTable(judged.stream().filter(DayVerdict::published).toList()).forEach((table, days) -> {
            DatasetIdentifier name = names.published(table);
            List<StagedFile> files =
                    days.stream().flatMap(day -> day.files().stream()).toList();
            List<String> folders = days.stream().map(day -> "dt=" + day.dt()).toList();
            DayVerdict newest = days.get(days.size() - 1);
            outputs.add(parts.output(
                    name,
                    parts.facets(newest.schema(), newest.run().value(), false),
                    parts.statistics(files, name, folders)));
            long rejected = days.stream().mapToLong(DayVerdict::rejectedRows).sum();
            if (rejected > 0) {
                outputs.add(parts.output(names.rejected(table), null, parts.rows(rejected)));
            }
        });
        return outputs;
    }

    private static Map<Table, List<DayVerdict>> byTable(List<DayVerdict> days) {
        return days.stream()
                .sorted(Comparator.comparing(DayVerdict::dt))
                .collect(Collectors.groupingBy(DayVerdict::table, LinkedHashMap::new, Collectors.toList()));
    }
}
