package dev.backstory.spark.session;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.failure.FinalException;
import org.apache.spark.SparkConf;

/** What reads tables of other formats, if their JARs are on the class path. */
public final class TableFormats {
    public static final String ICEBERG_PACKAGE = "org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0";
    public static final String DELTA_PACKAGE = "io.delta:delta-spark_2.12:3.3.2";
    public static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

    private static final String EXTENSIONS = "spark.sql.extensions";

    /** The catalog through which Iceberg opens tables by their folder: that of a Hive metastore unless it is set. */
    private static final String ICEBERG_CATALOG = "spark.sql.catalog.default_iceberg";

    private TableFormats() {}

    public static boolean hasIceberg() {
        return isThere("org.apache.iceberg.spark.source.IcebergSource");
    }

    public static boolean hasDelta() {
        return isThere(DELTA_EXTENSION);
    }

    private static boolean isThere(String className) {
        try {
            Class.forName(className, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** What a session has to know from its start. */
    static void configure(PipelineConfig config, SparkConf conf) {
        if (reads(config, Format.DELTA)) {
            configureDelta(conf);
        }
        if (reads(config, Format.ICEBERG)) {
            configureIceberg(conf);
        }
        if (conf.get("spark.sql.catalogImplementation", "").equals("hive")
                && !isThere("org.apache.spark.sql.hive.HiveSessionStateBuilder")) {
            throw new FinalException("Cannot open Spark's session because spark.sql.catalogImplementation is hive, and"
                    + " this Spark has no Hive; bring it by setup/tables.sh hive and set BACKSTORY_CLASSPATH as that"
                    + " says, or point SPARK_HOME at a Spark 3.5 with Hive");
        }
    }

    private static boolean reads(PipelineConfig config, Format format) {
        return config.sources().all().values().stream()
                .anyMatch(source -> source.format() == format
                        || source.inputs().values().stream().anyMatch(input -> input.format() == format));
    }

    /** What is needed for tables of Iceberg by their folder without a metastore, where its JAR is there. */
    static void configureIceberg(SparkConf conf) {
        if (hasIceberg() && !conf.contains(ICEBERG_CATALOG)) {
            conf.set(ICEBERG_CATALOG, "org.apache.iceberg.spark.SparkCatalog");
            conf.set(ICEBERG_CATALOG + ".type", "hadoop");
            // Nothing is looked for there: a folder is a name of its own.
            conf.set(ICEBERG_CATALOG + ".warehouse", "file:///");
            conf.set(ICEBERG_CATALOG + ".default-namespace", "default");
            conf.set(ICEBERG_CATALOG + ".cache-enabled", "false");
        }
    }

    /** What is needed for Delta, where its JAR is there. */
    static void configureDelta(SparkConf conf) {
        if (!hasDelta()) {
            return;
        }
        String extensions = conf.get(EXTENSIONS, "");
        if (!extensions.contains(DELTA_EXTENSION)) {
            conf.set(EXTENSIONS, extensions.isEmpty() ? DELTA_EXTENSION : extensions + "," + DELTA_EXTENSION);
        }
        // Delta refuses to open a table by its folder without it.
        conf.setIfMissing("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    }
}
