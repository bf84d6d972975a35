package dev.backstory.spark.source;

import dev.backstory.spark.source.row.TextFunctions;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** The session that sources are read in, apart from the job's, so that no setting of a user changes what a value means. */
final class ReadingSession {
    private ReadingSession() {}

    /** A session for tables of catalogs: a metastore has names in lower case, whatever their files have. */
    static SparkSession ofTables(SparkSession spark, ZoneId zone) {
        SparkSession session = of(spark, zone);
        session.conf().set("spark.sql.caseSensitive", "false");
        // As other Parquet is read: times before 1900 are taken as they are, changed pages are an error.
        session.conf().set("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED");
        session.conf().set("spark.sql.parquet.int96RebaseModeInRead", "CORRECTED");
        session.conf().set("parquet.page.verify-checksum.enabled", "true");
        return session;
    }

    static SparkSession of(SparkSession spark, ZoneId zone) {
        SparkSession session = spark.newSession();
        JavaConverters.mapAsJavaMap(spark.conf().getAll()).forEach((key, value) -> {
            if (session.conf().isModifiable(key)) {
                session.conf().set(key, value);
            }
        });
        settings(zone).forEach((key, value) -> session.conf().set(key, value));
        TextFunctions.register(session, zone);
        return session;
    }

    private static Map<String, String> settings(ZoneId zone) {
        Map<String, String> settings = new LinkedHashMap<>();
        // Times without a zone become instants by a cast, which java.time resolves in this zone.
        settings.put("spark.sql.session.timeZone", zone.getId());
        settings.put("spark.sql.parquet.inferTimestampNTZ.enabled", "true");
        settings.put("spark.sql.legacy.parquet.nanosAsLong", "true");
        settings.put("spark.sql.parquet.int96TimestampConversion", "false");
        settings.put("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        // Rows that are taken out and put in again (RawSource.first) keep their times, in every zone of the JVM.
        settings.put("spark.sql.datetime.java8API.enabled", "true");
        // Text that is not a number becomes a null with a reason; it does not fail the job.
        settings.put("spark.sql.ansi.enabled", "false");
        // Which of two names that differ in case is meant is decided before (SourceShape).
        settings.put("spark.sql.caseSensitive", "true");
        settings.put("spark.sql.files.ignoreCorruptFiles", "false");
        settings.put("spark.sql.files.ignoreMissingFiles", "false");
        // The plan is known: one shuffle, into a chosen number of partitions.
        settings.put("spark.sql.adaptive.enabled", "false");
        // Looking at some hundred files, given by name, is quicker than a Spark job that does it.
        settings.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "1000000");
        return settings;
    }
}
