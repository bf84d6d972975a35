package dev.backstory.lake.iceberg;

import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.days.DayLog;
import dev.backstory.lake.files.LakeFiles;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.jspecify.annotations.Nullable;

/** The catalog of a lake's tables, with what the config leaves to it: the lake's own files, reached as the lake is. */
final class IcebergCatalog {
    private static final String CLASSES_OF_AWS = "NoClassDefFoundError: software/amazon/awssdk";

    private final Catalog catalog;
    private final Namespace namespace;
    private final LakeFiles files;

    private IcebergCatalog(Catalog catalog, Namespace namespace, LakeFiles files) {
        this.catalog = catalog;
        this.namespace = namespace;
        this.files = files;
    }

    static IcebergCatalog open(TableSettings settings, String namespace, Path root, LakeFiles files) {
        Map<String, String> properties = new HashMap<>();
        properties.put(
                CatalogProperties.WAREHOUSE_LOCATION, files.qualified(root).toString());
        properties.put(CatalogProperties.FILE_IO_IMPL, LakeFileIO.nameFor(CatalogUtil.class));
        properties.putAll(settings.resolvedCatalog());
        if (!properties.containsKey(CatalogProperties.CATALOG_IMPL)) {
            properties.putIfAbsent(CatalogUtil.ICEBERG_CATALOG_TYPE, CatalogUtil.ICEBERG_CATALOG_TYPE_HADOOP);
        }
        Catalog catalog;
        try {
            catalog = CatalogUtil.buildIcebergCatalog(settings.catalogName(), properties, files.conf());
        } catch (RuntimeException e) {
            if (Reason.of(e).contains(CLASSES_OF_AWS)) {
                throw new UsageException(
                        "Cannot open the catalog of the lake " + root
                                + " because AWS's classes, which Iceberg's catalog"
                                + " of Glue needs, are not on the class path; add iceberg-aws-bundle-1.12.0.jar"
                                + " (org.apache.iceberg:iceberg-aws-bundle:1.12.0)",
                        e);
            }
            throw new BackstoryException(
                    "Cannot open the catalog of the lake " + root + " because " + Reason.of(e)
                            + "; look at storage.catalog in the config, and at BACKSTORY_CLASSPATH if a driver is missing",
                    e);
        }
        if (catalog instanceof HadoopCatalog && files.onObjectStore(root)) {
            throw new UsageException("Cannot use a catalog of type hadoop for the lake " + root
                    + " because commits are lost where nothing can be renamed; use jdbc, rest, glue or hive");
        }
        String needed = nameOfNamespaces(catalog, properties);
        if (needed != null && !namespace.isEmpty() && !namespace.matches(needed)) {
            throw new UsageException("Cannot use the catalog of the lake " + root + " because the namespace "
                    + namespace + " is no name that it takes (" + needed + "); give storage.namespace such a name");
        }
        return new IcebergCatalog(catalog, namespace.isEmpty() ? Namespace.empty() : Namespace.of(namespace), files);
    }

    /** What a catalog would refuse when a day that is built and audited is published; null where any name will do. */
    private static @Nullable String nameOfNamespaces(Catalog catalog, Map<String, String> properties) {
        return switch (catalog.getClass().getSimpleName()) {
            case "GlueCatalog" ->
                Boolean.parseBoolean(properties.get("glue.skip-name-validation")) ? null : "[a-z0-9_]{1,252}";
            case "HiveCatalog" -> "\\w+";
            default -> null;
        };
    }

    DayLog log(String table, Path folder) {
        return new IcebergLog(this, TableIdentifier.of(namespace, table), folder, files);
    }

    Catalog catalog() {
        return catalog;
    }

    /** Whether it says itself where the files of a table's metadata lie. */
    boolean choosesLocations() {
        return catalog instanceof HadoopCatalog;
    }

    void makeNamespace() {
        if (!namespace.isEmpty()
                && catalog instanceof SupportsNamespaces namespaces
                && !namespaces.namespaceExists(namespace)) {
            try {
                namespaces.createNamespace(namespace);
            } catch (AlreadyExistsException someoneElseWasFirst) {
                return;
            }
        }
    }
}
