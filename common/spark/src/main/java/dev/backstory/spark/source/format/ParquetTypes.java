package dev.backstory.spark.source.format;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.backstory.spark.source.format.ParquetShape.Kind;
import dev.backstory.spark.source.row.ItemFields;
import dev.backstory.spark.source.row.RawColumn;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.SourceType;
import dev.backstory.spark.source.row.TextFunctions;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
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
public final class ParquetTypes {
    /** Further than any two zones are apart, and the clock changes of both. */
    private static final long ZONES_MILLIS = 2 * 86_400_000L;

    private static final LocalDateTime FIRST_WALL_CLOCK = LocalDateTime.parse("-290308-12-24T00:00:00");
    private static final LocalDateTime LAST_WALL_CLOCK = LocalDateTime.parse("+294247-01-08T00:00:00");

    private ParquetTypes() {}

    /** @throws dev.backstory.core.failure.BackstoryException when no value of this type can be what the column should be */
    public static RawColumn raw(
            SourceShape shape, String logical, ParquetShape.Column column, Column value, String where) {
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
            case LIST ->
                new RawColumn(name, value.cast(DataTypes.createArrayType(DataTypes.StringType)), SourceType.LIST);
            case STRUCTS ->
                column.kind() == Kind.NULL_LIST
                        ? new RawColumn(
                                name, transform(value, element -> lit(null).cast(texts(shape))), type)
                        : new RawColumn(name, value, type);
            default ->
                column.kind() == Kind.NULL
                        ? new RawColumn(name, lit(null).cast(DataTypes.StringType), type)
                        : new RawColumn(name, value, type);
        };
    }

    /** What a condition compares: a value of the column's own type, a time that Spark does not know as one. */
    public static Column compared(
            SourceShape shape, String logical, ParquetShape.Column column, Column value, String where) {
        SourceType type = of(column);
        shape.checkType(logical, column.name(), type, typeName(column), where);
        return switch (column.kind()) {
            case MILLIS, NANOS -> timestamp_micros(micros(column, value));
            case NULL -> lit(null).cast(DataTypes.StringType);
            default -> value;
        };
    }

    /** What stands where all elements of an array are null. */
    private static StructType texts(SourceShape shape) {
        StructType item = new StructType().add(shape.itemField(), DataTypes.StringType);
        return shape.flagField() == null ? item : item.add(shape.flagField(), DataTypes.StringType);
    }

    /** Why a value cannot be what its type says, where that is possible; null for other values. */
    public static Optional<Column> problem(ParquetShape.Column column, Column value) {
        Column name = lit(column.name());
        return switch (column.kind()) {
            case BYTES ->
                Optional.of(when(
                        value.isNotNull().and(not(callUDF(TextFunctions.IS_UTF8, value.cast(DataTypes.BinaryType)))),
                        concat(name, lit(" is not text in UTF-8"))));
            case MILLIS ->
                Optional.of(when(
                        not(isCountable(column, value)),
                        concat(name, lit(" '"), value, lit(" ms' " + TextFunctions.BEYOND_MICROS))));
            case PLAIN ->
                of(column) == SourceType.WALL_CLOCK
                        ? Optional.of(when(
                                not(isCountable(column, value)),
                                concat(
                                        name,
                                        lit(" '"),
                                        value.cast(DataTypes.StringType),
                                        lit("' " + TextFunctions.BEYOND_MICROS))))
                        : Optional.empty();
            case NANOS, NULL, NULL_LIST -> Optional.empty();
        };
    }

    /** A value as a rejected row shows it. */
    public static Column shown(ParquetShape.Column column, Column value) {
        return column.kind() == Kind.MILLIS && column.instant()
                ? when(isCountable(column, value), date_format(timestamp_millis(value), "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"))
                        .otherwise(value.cast(DataTypes.StringType))
                : value;
    }

    private static Column micros(ParquetShape.Column column, Column value) {
        return switch (column.kind()) {
            case NANOS -> {
                Column counted = callUDF(TextFunctions.NANOS_TO_MICROS, value);
                yield column.instant() ? counted : callUDF(TextFunctions.WALL_CLOCK, counted);
            }
            case MILLIS -> {
                Column counted = when(isCountable(column, value), value.multiply(1000L));
                yield column.instant() ? counted : callUDF(TextFunctions.WALL_CLOCK, counted);
            }
            default ->
                column.sparkType() instanceof TimestampType
                        ? unix_micros(value)
                        : when(isCountable(column, value), unix_micros(value.cast(DataTypes.TimestampType)));
        };
    }

    /** Whether a time can be counted in microseconds, in every zone if it is without one. */
    private static Column isCountable(ParquetShape.Column column, Column value) {
        if (column.kind() == Kind.MILLIS) {
            long margin = column.instant() ? 0 : ZONES_MILLIS;
            return value.between(Long.MIN_VALUE / 1000 + margin, Long.MAX_VALUE / 1000 - margin);
        }
        return value.between(lit(FIRST_WALL_CLOCK), lit(LAST_WALL_CLOCK));
    }

    private static SourceType of(ParquetShape.Column column) {
        if (column.type().isEmpty()) {
            return SourceType.OTHER;
        }
        return switch (column.kind()) {
            case MILLIS, NANOS -> column.instant() ? SourceType.INSTANT : SourceType.WALL_CLOCK;
            case NULL -> SourceType.TEXT;
            case NULL_LIST -> SourceType.STRUCTS;
            case PLAIN, BYTES -> of(column.sparkType());
        };
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
        if (!(type instanceof ArrayType array)) {
            return SourceType.OTHER;
        }
        if (array.elementType() instanceof StructType) {
            return SourceType.STRUCTS;
        }
        return switch (of(array.elementType())) {
            case TEXT, INTEGER, WHOLE_DECIMAL, BOOLEAN -> SourceType.LIST;
            default -> SourceType.OTHER;
        };
    }

    /**
     * What an impressions array holds.
     *
     * @param column of a type that {@link #raw} accepts
     * @throws dev.backstory.core.failure.BackstoryException when its structs have not the fields that are needed
     */
    public static ItemFields items(SourceShape shape, ParquetShape.Column column, String where) {
        if (column.kind() == Kind.NULL_LIST || !(column.sparkType() instanceof ArrayType array)) {
            return ItemFields.texts(shape.itemField(), shape.flagField());
        }
        StructType struct = (StructType) array.elementType();
        StructField item = field(shape, "item_id", struct, where);
        StructField flag = shape.flagField() == null ? null : field(shape, "is_order", struct, where);
        return flag == null
                ? new ItemFields(item.name(), of(item.dataType()), null, SourceType.TEXT)
                : new ItemFields(item.name(), of(item.dataType()), flag.name(), of(flag.dataType()));
    }

    private static StructField field(SourceShape shape, String logical, StructType struct, String where) {
        StructField field = struct.fields()[shape.findField(logical, Arrays.asList(struct.fieldNames()), where)];
        shape.checkType(
                logical, field.name(), of(field.dataType()), field.dataType().simpleString(), where);
        return field;
    }

    private static String typeName(ParquetShape.Column column) {
        return column.type().isEmpty() || column.kind() != Kind.PLAIN
                ? column.parquetType()
                : column.sparkType().simpleString();
    }
}
