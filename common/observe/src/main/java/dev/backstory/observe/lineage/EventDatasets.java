package dev.backstory.observe.lineage;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedFile;
import dev.backstory.core.run.StagedRun;
import dev.backstory.observe.event.DayVerdict;
import dev.backstory.observe.event.JobRun;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DatasetFacets;
import io.openlineage.client.OpenLineage.DatasetFacetsBuilder;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputDatasetInputFacets;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.utils.DatasetIdentifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a job reads and writes, with what is known of it: a step reads sources or tables and stages, an audit publishes. */
final class EventDatasets {
    private final OpenLineage lineage;
    private final Assertions assertions;
    private final JobRun run;
    private final DatasetNames names;

    EventDatasets(OpenLineage lineage, Assertions assertions, JobRun run) {
        this.lineage = lineage;
        this.assertions = assertions;
        this.run = run;
        this.names = new DatasetNames(run.config());
    }

    /**
     * @param staged the manifests of what was read, at the end of a step
     * @param judged at the end of an audit
     */
    List<InputDataset> inputs(List<StagedRun> staged, List<DayVerdict> judged) {
        List<InputDataset> inputs = new ArrayList<>();
        if (run.audit()) {
            Map<Table, List<DayVerdict>> byTable = byTable(judged);
            for (Table table : run.tables()) {
                List<DayVerdict> days = byTable.getOrDefault(table, List.of());
                inputs.add(input(names.staged(table), days.isEmpty() ? null : quality(days)));
            }
            return inputs;
        }
        for (Table table : readTables()) {
            inputs.add(input(names.published(table), null));
        }
        for (Table table : run.tables()) {
            Map<String, SourceCount> counts = counts(staged, table);
            for (Map.Entry<String, Source> source :
                    run.config().sources().of(table).entrySet()) {
                List<DatasetIdentifier> places = DatasetNames.of(source.getValue());
                SourceCount count = places.size() == 1 ? counts.get(source.getKey()) : null;
                places.forEach(place -> inputs.add(input(place, count == null ? null : read(count))));
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

    private InputDatasetInputFacets read(SourceCount count) {
        return lineage.newInputDatasetInputFacetsBuilder()
                .inputStatistics(lineage.newInputStatisticsInputDatasetFacetBuilder()
                        .rowCount(count.read())
                        .build())
                .build();
    }

    private InputDatasetInputFacets quality(List<DayVerdict> days) {
        Sum sum = Sum.of(days.stream().flatMap(day -> day.files().stream()).toList());
        return lineage.newInputDatasetInputFacetsBuilder()
                .dataQualityMetrics(lineage.newDataQualityMetricsInputDatasetFacetBuilder()
                        .rowCount(sum.rows())
                        .bytes(sum.bytes())
                        .fileCount(sum.files())
                        // The schema demands them, be there none.
                        .columnMetrics(lineage.newDataQualityMetricsInputDatasetFacetColumnMetricsBuilder()
                                .build())
                        .build())
                .dataQualityAssertions(assertions.facet(days))
                .build();
    }

    /** What a job that begins will write. */
    List<OutputDataset> named() {
        return run.tables().stream()
                .map(table -> output(run.audit() ? names.published(table) : names.staged(table), null, null))
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
                    return output(
                            name,
                            facets(manifest.schema(), manifest.run().value(), true),
                            statistics(files, name, folders));
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
            outputs.add(output(
                    name, facets(newest.schema(), newest.run().value(), false), statistics(files, name, folders)));
            long rejected = days.stream().mapToLong(DayVerdict::rejectedRows).sum();
            if (rejected > 0) {
                outputs.add(output(
                        names.rejected(table),
                        null,
                        lineage.newOutputDatasetOutputFacetsBuilder()
                                .outputStatistics(lineage.newOutputStatisticsOutputDatasetFacetBuilder()
                                        .rowCount(rejected)
                                        .build())
                                .build()));
            }
        });
        return outputs;
    }

    private static Map<Table, List<DayVerdict>> byTable(List<DayVerdict> days) {
        return days.stream()
                .sorted(Comparator.comparing(DayVerdict::dt))
                .collect(Collectors.groupingBy(DayVerdict::table, LinkedHashMap::new, Collectors.toList()));
    }

    private OpenLineage.OutputDatasetOutputFacets statistics(
            List<StagedFile> files, DatasetIdentifier name, List<String> folders) {
        Sum sum = Sum.of(files);
        return lineage.newOutputDatasetOutputFacetsBuilder()
                .outputStatistics(lineage.newOutputStatisticsOutputDatasetFacetBuilder()
                        .rowCount(sum.rows())
                        .size(sum.bytes())
                        .fileCount(sum.files())
                        .build())
                .outputSubset(lineage.newOutputSubsetOutputDatasetFacetBuilder()
                        .outputCondition(lineage.newLocationSubsetConditionBuilder()
                                .locations(folders.stream()
                                        .map(folder -> name.getName() + "/" + folder)
                                        .toList())
                                .build())
                        .build())
                .build();
    }

    private DatasetFacets facets(String schema, String version, boolean isStaged) {
        PipelineConfig config = run.config();
        TableFormat format = config.storage().format();
        DatasetFacetsBuilder facets = lineage.newDatasetFacetsBuilder();
        return facets.schema(lineage.newSchemaDatasetFacetBuilder()
                        .fields(SchemaColumns.of(schema).entrySet().stream()
                                .map(column -> lineage.newSchemaDatasetFacetFieldsBuilder()
                                        .name(column.getKey())
                                        .type(column.getValue())
                                        .build())
                                .toList())
                        .build())
                .version(lineage.newDatasetVersionDatasetFacetBuilder()
                        .datasetVersion(version)
                        .build())
                .storage(lineage.newStorageDatasetFacetBuilder()
                        .storageLayer(
                                isStaged || format == TableFormat.PARQUET
                                        ? "file"
                                        : format.name().toLowerCase(Locale.ROOT))
                        .fileFormat("parquet")
                        .build())
                .build();
    }

    private InputDataset input(DatasetIdentifier name, @Nullable InputDatasetInputFacets facets) {
        OpenLineage.InputDatasetBuilder input =
                lineage.newInputDatasetBuilder().namespace(name.getNamespace()).name(name.getName());
        return (facets == null ? input : input.inputFacets(facets)).build();
    }

    private OutputDataset output(
            DatasetIdentifier name,
            @Nullable DatasetFacets facets,
            OpenLineage.@Nullable OutputDatasetOutputFacets outputFacets) {
        OpenLineage.OutputDatasetBuilder output =
                lineage.newOutputDatasetBuilder().namespace(name.getNamespace()).name(name.getName());
        if (facets != null) {
            output.facets(facets);
        }
        if (outputFacets != null) {
            output.outputFacets(outputFacets);
        }
        return output.build();
    }

    /** What files have together. */
    private record Sum(long rows, long bytes, long files) {
        static Sum of(List<StagedFile> files) {
            return new Sum(
                    files.stream().mapToLong(StagedFile::rows).sum(),
                    files.stream().mapToLong(StagedFile::bytes).sum(),
                    files.size());
        }
    }
}
