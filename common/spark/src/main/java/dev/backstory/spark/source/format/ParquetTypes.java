package dev.backstory.spark.source.format;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.SourceType;
import dev.backstory.spark.source.row.TextFunctions;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What the columns of Parquet files are, and how Spark reads them as that. */
final class ParquetTypes {
    private ParquetTypes() {}

    /** @throws dev.backstory.core.failure.BackstoryException when no value of this type can be what the column should be */
    static RawColumn raw(SourceShape shape, String logical, ParquetShape.Column column, Column value, String where) {
        SourceType type = of(column);
        shape.checkType(logical, shape.column(logical), type, typeName(column), where);
        Column name = lit(column.name());
        return switch (type) {
            case INTEGER ->
                logical.equals("ranking_id")
                        ? new RawColumn(name, value.cast(DataTypes.StringType), SourceType.TEXT)
                        : new RawColumn(name, value.cast(DataTypes.LongType), SourceType.INTEGER);
            case WHOLE_DECIMAL, FRACTION -> new RawColumn(name, value.cast(DataTypes.StringType), SourceType.TEXT);
            case INSTANT, WALL_CLOCK -> new RawColumn(name, micros(column, value), SourceType.INSTANT);
            default -> new RawColumn(name, value, type);
        };
    }

    private static Column micros(ParquetShape.Column column, Column value) {
        if (column.nanos()) {
            Column counted = callUDF(TextFunctions.NANOS_TO_MICROS, value);
            return column.instant() ? counted : callUDF(TextFunctions.WALL_CLOCK, counted);
        }
        return unix_micros(column.sparkType() instanceof TimestampType ? value : value.cast(DataTypes.TimestampType));
    }

    private static SourceType of(ParquetShape.Column column) {
        if (column.type().isEmpty()) {
            return SourceType.OTHER;
        }
        if (column.nanos()) {
            return column.instant() ? SourceType.INSTANT : SourceType.WALL_CLOCK;
        }
        return of(column.sparkType());
    }

    private static SourceType of(DataType type) {
        if (type instanceof StringType) {
            return SourceType.TEXT;
        }
        if (type instanceof IntegralType) {
            return SourceType.INTEGER;
        }
        if (type instanceof DecimalType decimal && decimal.scale() == 0) {
            return SourceType.WHOLE_DECIMAL;
        }
        if (type instanceof NumericType) {
            return SourceType.FRACTION;
        }
        if (type instanceof BooleanType) {
            return SourceType.BOOLEAN;
        }
        if (type instanceof DateType) {
            return SourceType.DATE;
        }
        if (type instanceof TimestampType) {
            return SourceType.INSTANT;
        }
        if (type instanceof TimestampNTZType) {
            return SourceType.WALL_CLOCK;
        }
        return type instanceof ArrayType array && array.elementType() instanceof StructType
                ? SourceType.STRUCTS
                : SourceType.OTHER;
    }

    /**
     * What an impressions array holds.
     *
     * @param column of a type that {@link #raw} accepts
     * @throws dev.backstory.core.failure.BackstoryException when its structs have not the fields that are needed
     */
    static ItemFields items(SourceShape shape, ParquetShape.Column column, String where) {
        if (!(column.sparkType() instanceof ArrayType array)) {
            return ItemFields.texts(shape.itemField(), shape.flagField());
        }
        StructType struct = (StructType) array.elementType();
        StructField item = field(shape, "item_id", struct, where);
        StructField flag = field(shape, "is_order", struct, where);
        return new ItemFields(item.name(), of(item.dataType()), flag.name(), of(flag.dataType()));
    }

    private static StructField field(SourceShape shape, String logical, StructType struct, String where) {
        StructField field = struct.fields()[shape.findField(logical, Arrays.asList(struct.fieldNames()), where)];
        shape.checkType(
                logical, field.name(), of(field.dataType()), field.dataType().simpleString(), where);
        return field;
    }

    private static String typeName(ParquetShape.Column column) {
        return column.type().isEmpty() || column.nanos()
                ? column.parquetType()
                : column.sparkType().simpleString();
    }
}
