package dev.backstory.dq.day;

import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;

/** The columns of a Parquet schema as Spark reads them. */
public final class SparkColumns {
    private SparkColumns() {}

    public static StructType of(MessageType schema) {
        return new ParquetToSparkSchemaConverter(false, true, true, true, false).convert(schema);
    }
}
