package dev.backstory.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM: two cores, and a session zone that is nobody's configured zone. */
public final class SparkForTests {
    private SparkForTests() {}

    /**
     * The session; the calling thread has an active one from then on. Spark gives it to the thread that starts it and to
     * threads which that starts; in others, a catalog that is named in the session's settings would not be found.
     */
    public static SparkSession session() {
        SparkSession session = Holder.SESSION;
        if (SparkSession.getActiveSession().isEmpty()) {
            SparkSession.setActiveSession(session);
        }
        return session;
    }

    /** Hadoop keeps the first file system that it opened for a scheme: it has to be the session's, whatever was before. */
    private static void keepLocalFilesOf(SparkSession session) {
        URI local = URI.create("file:///");
        try {
            FileSystem.get(local, new Configuration(false)).close();
            FileSystem.get(local, session.sparkContext().hadoopConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SparkSession open() {
        SparkSession session = SparkSession.builder()
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
        keepLocalFilesOf(session);
        return session;
    }

    private static final class Holder {
        static final SparkSession SESSION = open();
    }
}
