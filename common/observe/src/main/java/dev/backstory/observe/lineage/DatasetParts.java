package dev.backstory.observe.lineage;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedFile;
import dev.backstory.observe.event.DayVerdict;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DatasetFacets;
import io.openlineage.client.OpenLineage.DatasetFacetsBuilder;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputDatasetInputFacets;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.utils.DatasetIdentifier;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of the datasets of an event, as OpenLineage's builders make them. */
final class DatasetParts {
    private final OpenLineage lineage;
    private final Assertions assertions;
    private final PipelineConfig config;

    DatasetParts(OpenLineage lineage, Assertions assertions, PipelineConfig config) {
        this.lineage = lineage;
        this.assertions = assertions;
        this.config = config;
    }

    /** What was read of a source. */
    InputDatasetInputFacets read(SourceCount count) {
        return lineage.newInputDatasetInputFacetsBuilder()
                .inputStatistics(lineage.newInputStatisticsInputDatasetFacetBuilder()
                        .rowCount(count.read())
                        .build())
                .build();
    }

    InputDatasetInputFacets quality(List<DayVerdict> days) {
        Sum sum = Sum.of(days.stream().flatMap(day -> day.files().stream()).toList());
        return lineage.newInputDatasetInputFacetsBuilder()
                .dataQualityMetrics(lineage.newDataQualityMetricsInputDatasetFacetBuilder()
                        .rowCount(sum.rows())
                        .bytes(sum.bytes())
                        .fileCount(sum.files())
                        // The schema requires them, even if there are none.
                        .columnMetrics(lineage.newDataQualityMetricsInputDatasetFacetColumnMetricsBuilder()
                                .build())
                        .build())
                .dataQualityAssertions(assertions.facet(days))
                .build();
    }

    OpenLineage.OutputDatasetOutputFacets statistics(
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

    OpenLineage.OutputDatasetOutputFacets rows(long rows) {
        return lineage.newOutputDatasetOutputFacetsBuilder()
                .outputStatistics(lineage.newOutputStatisticsOutputDatasetFacetBuilder()
                        .rowCount(rows)
                        .build())
                .build();
    }

    DatasetFacets facets(String schema, String version, boolean isStaged) {
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

    InputDataset input(DatasetIdentifier name, @Nullable InputDatasetInputFacets facets) {
        OpenLineage.InputDatasetBuilder input =
                lineage.newInputDatasetBuilder().namespace(name.getNamespace()).name(name.getName());
        return (facets == null ? input : input.inputFacets(facets)).build();
    }

    OutputDataset output(
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

    /** The totals of some files. */
    private record Sum(long rows, long bytes, long files) {
        static Sum of(List<StagedFile> files) {
            return new Sum(
                    files.stream().mapToLong(StagedFile::rows).sum(),
                    files.stream().mapToLong(StagedFile::bytes).sum(),
                    files.size());
        }
    }
}
