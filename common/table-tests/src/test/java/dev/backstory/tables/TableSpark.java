package dev.backstory.tables;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of a test JVM that knows Iceberg (a Hadoop catalog, {@code ice}), Delta, and a Hive metastore in an
 * embedded Derby. Its zone is nobody's configured zone.
 */
final class TableSpark {
    private TableSpark() {}

    static SparkSession session() {
        return Holder.SESSION;
    }

    /** Where the tables of the metastore are. */
    static Path warehouse() {
        return Holder.FOLDER.resolve("warehouse");
    }

    static void sql(String... statements) {
        for (String statement : statements) {
            session().sql(statement);
        }
    }

    private static final class Holder {
        static final Path FOLDER = folder();
        static final SparkSession SESSION = open();

        private static Path folder() {
            try {
                return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "tables");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static SparkSession open() {
            System.setProperty(
                    "derby.stream.error.file", FOLDER.resolve("derby.log").toString());
            return SparkSession.builder()
                    .master("local[2,2]")
                    .appName("table tests")
                    .config("spark.ui.enabled", "false")
                    .config("spark.driver.host", "localhost")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.sql.shuffle.partitions", "2")
                    .config("spark.sql.adaptive.enabled", "false")
                    .config("spark.sql.session.timeZone", "Asia/Tokyo")
                    .config(
                            "spark.sql.warehouse.dir",
                            FOLDER.resolve("warehouse").toString())
                    .config("spark.sql.catalogImplementation", "hive")
                    .config("spark.hadoop.hive.exec.dynamic.partition.mode", "nonstrict")
                    .config(
                            "spark.hadoop.javax.jdo.option.ConnectionURL",
                            "jdbc:derby:;databaseName=" + FOLDER.resolve("metastore") + ";create=true")
                    .config(
                            "spark.sql.extensions",
                            "io.delta.sql.DeltaSparkSessionExtension,"
                                    + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
                    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                    .config("spark.databricks.delta.snapshotPartitions", "1")
                    .config("spark.sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog")
                    .config("spark.sql.catalog.ice.type", "hadoop")
                    .config(
                            "spark.sql.catalog.ice.warehouse",
                            FOLDER.resolve("ice").toString())
                    .getOrCreate();
        }
    }
}
