package dev.backstory.spark.session;

import dev.backstory.core.config.Format;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.failure.FinalException;
import org.apache.spark.SparkConf;

/** What reads tables of other formats, if their JARs are on the class path. */
public final class TableFormats {
    public static final String ICEBERG_PACKAGE = "org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0";
    public static final String DELTA_PACKAGE = "io.delta:delta-spark_2.12:3.3.2";
    public static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

    private static final String EXTENSIONS = "spark.sql.extensions";

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
        boolean readsDelta =
                config.sources().all().values().stream().anyMatch(source -> source.format() == Format.DELTA);
        if (readsDelta) {
            configureDelta(conf);
        }
        if (conf.get("spark.sql.catalogImplementation", "").equals("hive")
                && !isThere("org.apache.spark.sql.hive.HiveSessionStateBuilder")) {
            throw new FinalException("Cannot open Spark's session because spark.sql.catalogImplementation is hive, and"
                    + " this Spark has no Hive; bring it by setup/tables.sh hive and set BACKSTORY_CLASSPATH as that"
                    + " says, or point SPARK_HOME at a Spark 3.5 with Hive");
        }
    }

    /** What is needed for Delta, where its JAR is there. */
    static void configureDelta(SparkConf conf) {
        String extensions = conf.get(EXTENSIONS, "");
        if (hasDelta() && !extensions.contains(DELTA_EXTENSION)) {
            conf.set(EXTENSIONS, extensions.isEmpty() ? DELTA_EXTENSION : extensions + "," + DELTA_EXTENSION);
        }
    }
}
