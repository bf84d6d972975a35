package dev.backstory.testsupport;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM: two cores, and a session zone that is nobody's configured zone. */
public final class SparkForTests {
    private SparkForTests() {}

    public static SparkSession session() {
        return Holder.SESSION;
    }

    private static final class Holder {
        static final SparkSession SESSION = SparkSession.builder()
                .master("local[2,2]")
                .appName("tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.adaptive.enabled", "false")
                .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
                .config("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000")
                .config("spark.sql.session.timeZone", "Asia/Tokyo")
                .config("spark.hadoop.fs.file.impl", "dev.backstory.lake.files.BareLocalFileSystem")
                .getOrCreate();
    }
}
