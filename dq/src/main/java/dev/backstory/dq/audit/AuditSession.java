package dev.backstory.dq.audit;

import dev.backstory.core.config.PipelineConfig;
import org.apache.spark.sql.SparkSession;

/** A session of its own on the job's Spark, with the settings that the checks' SQL relies on. */
final class AuditSession {
    private AuditSession() {}

    static SparkSession of(SparkSession job, PipelineConfig config) {
        SparkSession spark = job.newSession();
        spark.conf().set("spark.sql.session.timeZone", config.timezone().getId());
        // Sums of hashes wrap around; a cast that fails is null, and null breaks a check instead of ending the query.
        spark.conf().set("spark.sql.ansi.enabled", "false");
        spark.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        spark.conf().set("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");
        spark.conf().set("spark.sql.files.ignoreCorruptFiles", "false");
        spark.conf().set("spark.sql.files.ignoreMissingFiles", "false");
        TrainingSlots.register(spark);
        return spark;
    }
}
