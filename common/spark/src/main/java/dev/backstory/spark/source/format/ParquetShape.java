package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a Parquet file as Spark would read them. Files of equal shape are read together.
 *
 * @param columns those that are needed, then simple others, which a rejected row shows; in the order of the file
 * @param names of all columns of the file
 */
record ParquetShape(ArrayList<Column> columns, ArrayList<String> names) implements Serializable {

    /**
     * @param type Spark's type as JSON; empty where Spark cannot read the column
     * @param parquetType for messages
     * @param nanos whether it is a time in nanoseconds, which Spark reads as a bigint
     * @param instant whether such a time is in UTC, not a wall clock
     */
    record Column(String name, String type, String parquetType, boolean nanos, boolean instant)
            implements Serializable {
        DataType sparkType() {
            return DataType.fromJson(type);
        }
    }

    static ParquetShape of(MessageType schema, SourceShape shape) {
        ArrayList<Column> columns = new ArrayList<>();
        ArrayList<String> names = new ArrayList<>();
        for (Type field : schema.getFields()) {
            names.add(field.getName());
            boolean isNeeded = shape.logicalNames().stream()
                    .anyMatch(logical -> shape.column(logical).equalsIgnoreCase(field.getName()));
            Column column = column(field);
            if (isNeeded || (field.isPrimitive() && !column.type().isEmpty())) {
                columns.add(column);
            }
        }
        return new ParquetShape(columns, names);
    }

    /** @param name of a column that is needed */
    Column column(String name) {
        return columns.stream()
                .filter(column -> column.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Column column(Type field) {
        LogicalTypeAnnotation annotation = field.getLogicalTypeAnnotation();
        boolean nanos = annotation instanceof TimestampLogicalTypeAnnotation time && time.getUnit() == TimeUnit.NANOS;
        boolean instant = annotation instanceof TimestampLogicalTypeAnnotation time && time.isAdjustedToUTC();
        String parquetType = field.isPrimitive()
                ? field.asPrimitiveType().getPrimitiveTypeName() + (annotation == null ? "" : " (" + annotation + ")")
                : "group" + (annotation == null ? "" : " (" + annotation + ")");
        return new Column(field.getName(), sparkType(field), parquetType, nanos, instant);
    }

    private static String sparkType(Type field) {
        ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(false, true, false, true, true);
        try {
            StructType converted = converter.convert(new MessageType("spark", List.of(field)));
            return converted.apply(0).dataType().json();
        } catch (RuntimeException | StackOverflowError unreadable) {
            return "";
        }
    }
}
