package dev.backstory.spark.source.format;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.TextFunctions;
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

/** Which Parquet types can be what a column should be, and how they become it. */
final class ParquetTypes {
    private ParquetTypes() {}

    /** @throws dev.backstory.core.failure.BackstoryException when no value of this type can be what the column should be */
    static RawColumn raw(SourceShape shape, String logical, ParquetShape.Column column, Column value, String where) {
        RequiredType needed = RequiredType.of(logical);
        RawColumn raw = column.type().isEmpty() ? null : raw(needed, column, value);
        if (raw == null) {
            throw shape.source().wrongType(logical, shape.column(logical), typeName(column), needed.words(), where);
        }
        return raw;
    }

    private static RawColumn raw(RequiredType needed, ParquetShape.Column column, Column value) {
        DataType type = column.sparkType();
        Column name = lit(column.name());
        if (type instanceof StringType) {
            return new RawColumn(name, value, RawColumn.Kind.TEXT);
        }
        return switch (needed) {
            case DAY -> type instanceof DateType ? new RawColumn(name, value, RawColumn.Kind.DAY) : null;
            case NUMBER -> column.nanos() ? null : number(name, type, value);
            case TIME -> time(name, column, value);
            case TEXT ->
                type instanceof NumericType && !column.nanos()
                        ? new RawColumn(name, value.cast(DataTypes.StringType), RawColumn.Kind.TEXT)
                        : null;
            case ITEMS -> type instanceof ArrayType ? new RawColumn(name, value, RawColumn.Kind.ITEMS) : null;
            case FLAG -> throw new IllegalStateException("is_order is never a column of its own");
        };
    }

    private static RawColumn number(Column name, DataType type, Column value) {
        if (type instanceof IntegralType) {
            return new RawColumn(name, value.cast(DataTypes.LongType), RawColumn.Kind.INTEGER);
        }
        return isWholeDecimal(type) ? new RawColumn(name, value.cast(DataTypes.StringType), RawColumn.Kind.TEXT) : null;
    }

    private static RawColumn time(Column name, ParquetShape.Column column, Column value) {
        Column micros = null;
        if (column.nanos()) {
            Column counted = callUDF(TextFunctions.NANOS_TO_MICROS, value);
            micros = column.instant() ? counted : callUDF(TextFunctions.WALL_CLOCK, counted);
        } else if (column.sparkType() instanceof TimestampType) {
            micros = unix_micros(value);
        } else if (column.sparkType() instanceof TimestampNTZType) {
            micros = unix_micros(value.cast(DataTypes.TimestampType));
        }
        return micros == null ? null : new RawColumn(name, micros, RawColumn.Kind.MICROS);
    }

    /** What the structs of an impressions array hold; null when the array is text. */
    static ItemFields items(SourceShape shape, ParquetShape.Column column, String where) {
        if (column.type().isEmpty() || column.sparkType() instanceof StringType) {
            return new ItemFields(shape.itemField(), DataTypes.StringType, shape.flagField(), DataTypes.StringType);
        }
        if (!(column.sparkType() instanceof ArrayType array) || !(array.elementType() instanceof StructType struct)) {
            throw shape.source()
                    .wrongType(
                            "impressions",
                            shape.column("impressions"),
                            typeName(column),
                            RequiredType.ITEMS.words(),
                            where);
        }
        StructField item = field(shape, "item_id", shape.itemField(), struct, where);
        StructField flag = field(shape, "is_order", shape.flagField(), struct, where);
        if (!(item.dataType() instanceof IntegralType)
                && !(item.dataType() instanceof StringType)
                && !isWholeDecimal(item.dataType())) {
            throw wrongField(shape, "item_id", item, RequiredType.NUMBER, where);
        }
        if (!(flag.dataType() instanceof IntegralType)
                && !(flag.dataType() instanceof StringType)
                && !(flag.dataType() instanceof BooleanType)) {
            throw wrongField(shape, "is_order", flag, RequiredType.FLAG, where);
        }
        return new ItemFields(item.name(), item.dataType(), flag.name(), flag.dataType());
    }

    private static StructField field(SourceShape shape, String logical, String name, StructType struct, String where) {
        for (StructField field : struct.fields()) {
            if (field.name().equalsIgnoreCase(name)) {
                return field;
            }
        }
        throw shape.source()
                .missingColumn(
                        logical,
                        name,
                        java.util.List.of(struct.fieldNames()),
                        "the structs of '" + shape.column("impressions") + "' in " + where);
    }

    private static RuntimeException wrongField(
            SourceShape shape, String logical, StructField field, RequiredType needed, String where) {
        return shape.source().wrongType(logical, field.name(), field.dataType().simpleString(), needed.words(), where);
    }

    private static boolean isWholeDecimal(DataType type) {
        return type instanceof DecimalType decimal && decimal.scale() == 0;
    }

    private static String typeName(ParquetShape.Column column) {
        return column.type().isEmpty() || column.nanos()
                ? column.parquetType()
                : column.sparkType().simpleString();
    }
}
