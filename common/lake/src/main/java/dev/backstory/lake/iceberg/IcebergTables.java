package dev.backstory.lake.iceberg;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.days.DayLog;
import dev.backstory.lake.days.DayLogs;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.objects.SmallObjects;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens the tables of a lake as Iceberg's. Its classes are a JAR that the program does not bring, as it brings no JDBC
 * driver; only the other classes of this package know them.
 */
public final class IcebergTables implements DayLogs {
    private static final String NEEDED = "iceberg-spark-runtime-3.5_2.12-1.12.0.jar";

    private final TableSettings settings;
    private final String namespace;
    private @Nullable IcebergCatalog catalog;

    /** @param pipeline names the namespace where the settings do not */
    public IcebergTables(TableSettings settings, String pipeline) {
        this.settings = settings;
        String given = settings.namespace();
        this.namespace = given != null ? given : settings.isCatalogOfFolders() ? "" : pipeline;
    }

    public static IcebergTables of(PipelineConfig config) {
        return new IcebergTables(config.storage(), config.name());
    }

    @Override
    public synchronized DayLog of(Table table, Path folder, LakeFiles files, SmallObjects objects) {
        try {
            if (catalog == null) {
                catalog = IcebergCatalog.open(settings, namespace, folder.getParent(), files);
            }
            return catalog.log(table.folder(), folder);
        } catch (NoClassDefFoundError | NoSuchMethodError e) {
            throw new UsageException(
                    "Cannot open the lake " + folder.getParent()
                            + " as tables of Iceberg because Iceberg 1.12 is not on"
                            + " the class path; add " + NEEDED + " (bin/backstory: 'setup/tables.sh iceberg' brings"
                            + " it and says what BACKSTORY_CLASSPATH must be; spark-submit: --packages"
                            + " org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0)",
                    e);
        }
    }
}
