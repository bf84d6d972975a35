package dev.backstory.lake.store;

import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.storage.TableFormat;
import dev.backstory.core.config.storage.TableSettings;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.iceberg.IcebergTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** A lake whose tables are Iceberg's, and what Iceberg's own reader says of it. */
final class IcebergLake {
    private IcebergLake() {}

    /** Its catalog is its folders. */
    static Lake onDisk(Path folder) {
        Configuration conf = new Configuration();
        conf.set("fs.file.impl", BareLocalFileSystem.class.getName());
        conf.setBoolean("fs.file.impl.disable.cache", true);
        return of(folder.resolve("lake").toString(), new LakeFiles(conf), Map.of(), "shop");
    }

    /** Its catalog is a database, and its process gives up at once what it cannot read. */
    static Lake impatient(String root, LakeFiles files, Path database, String namespace) {
        Map<String, String> catalog =
                Map.of("type", "jdbc", "uri", uri(database), "io-impl", ImpatientFiles.class.getName());
        return of(root, files, catalog, namespace);
    }

    /** Its catalog is a database. */
    static Lake of(String root, LakeFiles files, Path database, String namespace) {
        return of(root, files, Map.of("type", "jdbc", "uri", uri(database)), namespace);
    }

    private static Lake of(String root, LakeFiles files, Map<String, String> catalog, String namespace) {
        return new Lake(root, files, tables(catalog, namespace));
    }

    /** Tables whose catalog is a database. */
    static IcebergTables tables(Path database, String namespace) {
        return tables(Map.of("type", "jdbc", "uri", uri(database)), namespace);
    }

    private static IcebergTables tables(Map<String, String> catalog, String namespace) {
        Map<String, Secret> settings = new HashMap<>();
        catalog.forEach((name, value) -> settings.put(name, Secret.of(value)));
        return new IcebergTables(new TableSettings(TableFormat.ICEBERG, "backstory", null, settings), namespace);
    }

    private static String uri(Path database) {
        return "jdbc:sqlite:" + database + "?busy_timeout=60000";
    }

    /** The table as any other program opens it. */
    static org.apache.iceberg.Table table(Lake lake, Path database, String namespace) {
        Map<String, String> properties = Map.of(
                "type",
                "jdbc",
                "uri",
                uri(database),
                "warehouse",
                lake.root().toString(),
                "io-impl",
                "org.apache.iceberg.hadoop.HadoopFileIO");
        Catalog catalog = CatalogUtil.buildIcebergCatalog(
                "backstory", properties, lake.files().conf());
        return catalog.loadTable(TableIdentifier.of(namespace, "actions"));
    }

    static org.apache.iceberg.Table table(Lake lake) {
        return new org.apache.iceberg.hadoop.HadoopTables(lake.files().conf())
                .load(lake.table(Table.ACTIONS).toString());
    }

    /** The rows of a day in order. */
    static List<String> texts(org.apache.iceberg.Table table, LocalDate dt) {
        return texts(IcebergGenerics.read(table), dt);
    }

    static List<String> texts(IcebergGenerics.ScanBuilder scan, LocalDate dt) {
        List<String> texts = new ArrayList<>();
        try (CloseableIterable<Record> rows =
                scan.where(Expressions.equal("dt", dt.toString())).build()) {
            for (Record row : rows) {
                texts.add(row.getField("dt") + " " + row.getField("text"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        texts.sort(null);
        return texts;
    }
}
