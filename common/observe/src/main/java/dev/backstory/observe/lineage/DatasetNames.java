package dev.backstory.observe.lineage;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Places;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.contract.Table;
import io.openlineage.client.utils.DatasetIdentifier;
import io.openlineage.client.utils.filesystem.FilesystemDatasetUtils;
import io.openlineage.client.utils.jdbc.JdbcDatasetUtils;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The names of sources and tables in lineage, made from their locations by OpenLineage's naming rules. */
final class DatasetNames {
    private final PipelineConfig config;

    DatasetNames(PipelineConfig config) {
        this.config = config;
    }

    /** The datasets that each source of a table reads, by the name of the source: several if it is a query. */
    static List<DatasetIdentifier> of(Source source) {
        if (source.format() == Format.QUERY) {
            return source.inputs().values().stream()
                    .flatMap(input -> of(Source.of(input)).stream())
                    .toList();
        }
        if (source.path() != null) {
            return List.of(at(source.path()));
        }
        String table = String.valueOf(source.table());
        return List.of(
                source.url() == null
                        // Only Spark knows in which catalog a name is looked up.
                        ? new DatasetIdentifier(table, "spark_catalog")
                        : ofDatabase(source.url(), table));
    }

    /** The published table. */
    DatasetIdentifier published(Table table) {
        return inLake(table.folder());
    }

    /** The staged days that wait for an audit. */
    DatasetIdentifier staged(Table table) {
        return inLake("_staging/" + table.folder());
    }

    DatasetIdentifier rejected(Table table) {
        return inLake("rejected/" + table.folder());
    }

    private DatasetIdentifier inLake(String folder) {
        return at(config.lake() + "/" + folder);
    }

    private static DatasetIdentifier at(String place) {
        return FilesystemDatasetUtils.fromLocation(location(place));
    }

    static URI location(String place) {
        try {
            if (Places.isUri(place)) {
                int colon = place.indexOf(':');
                return new URI(place.substring(0, colon), place.substring(colon + 1), null);
            }
            return new URI(
                    "file", null, Path.of(place).toAbsolutePath().normalize().toString(), null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("Cannot name " + place + " in lineage: " + e.getMessage(), e);
        }
    }

    private static DatasetIdentifier ofDatabase(Secret url, String table) {
        return JdbcDatasetUtils.getDatasetIdentifier(url.resolve(), table, new Properties());
    }
}
