package dev.backstory.dq.audit;

import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;

/** The columns of a Parquet schema as Spark reads them. */
final class SparkColumns {
    private SparkColumns() {}

    static StructType of(MessageType schema) {
        return new ParquetToSparkSchemaConverter(false, true, true, true, false).convert(schema);
    }
}
