package dev.backstory.dq.audit;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.dq.check.TrainingSlots;
import org.apache.spark.sql.SparkSession;

/** A separate session on the job's Spark, with the settings that the checks' SQL relies on. */
public final class AuditSession {
    /** Decoded together: 64 rows of 2,000 slots fit a processor's cache, Spark's 4,096 do not. */
    private static final int ROWS_OF_LISTS = 64;

    private AuditSession() {}

    public static SparkSession of(SparkSession job, PipelineConfig config, Table table) {
        SparkSession spark = job.newSession();
        spark.conf().set("spark.sql.session.timeZone", config.timezone().getId());
        // Sums of hashes wrap around; a cast that fails is null, and null breaks a check instead of ending the query.
        spark.conf().set("spark.sql.ansi.enabled", "false");
        spark.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        spark.conf().set("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");
        spark.conf().set("spark.sql.files.ignoreCorruptFiles", "false");
        spark.conf().set("spark.sql.files.ignoreMissingFiles", "false");
        if (table.step() == Step.HISTORY) {
            spark.conf().set("spark.sql.parquet.columnarReaderBatchSize", ROWS_OF_LISTS);
        }
        TrainingSlots.register(spark);
        return spark;
    }
}
