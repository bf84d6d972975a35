package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a Parquet file as Spark would read them. Files of equal shape are read together.
 *
 * @param columns those that are needed, then simple others, which a rejected row shows; in the order of the file
 * @param names of all columns of the file
 */
public record ParquetShape(ArrayList<Column> columns, ArrayList<String> names) implements Serializable {

    /** What Spark's type does not say about a column. */
    public enum Kind {
        /** Spark's type says all. */
        PLAIN,
        /** A time in milliseconds, read as a bigint: Spark stops at one that microseconds cannot count. */
        MILLIS,
        /** A time in nanoseconds, read as a bigint. */
        NANOS,
        /** Text that may be any bytes: it is not marked as text, or nothing else would tell. */
        BYTES,
        /** A column of the null type, which is not read. */
        NULL,
        /** A list of nulls. */
        NULL_LIST
    }

    /**
     * @param type Spark's type as JSON; empty where Spark cannot read the column
     * @param parquetType for messages
     * @param instant whether a time is in UTC, not a wall clock
     * @param path of a field of a struct, whose name it is, joined by points: the column, then each field
     */
    public record Column(
            String name, String type, String parquetType, Kind kind, boolean instant, ArrayList<String> path)
            implements Serializable {
        public boolean isField() {
            return path.size() > 1;
        }

        public DataType sparkType() {
            return DataType.fromJson(type);
        }
    }

    /** Asked for only where the types of a file leave it open which columns are null. */
    interface NullColumns {
        Set<String> names();
    }

    static ParquetShape of(MessageType schema, SourceShape shape, NullColumns nulls) {
        ArrayList<Column> columns = new ArrayList<>();
        ArrayList<String> names = new ArrayList<>();
        for (Type field : schema.getFields()) {
            names.add(field.getName());
            List<String> needed = needed(shape, field.getName());
            Column column = column(field, path(field), needed, shape, nulls);
            if (!needed.isEmpty() || (field.isPrimitive() && !column.type().isEmpty())) {
                columns.add(column);
            }
        }
        if (shape.mayHavePaths()) {
            for (Type field : schema.getFields()) {
                addFields(field, path(field), columns, names, shape);
            }
        }
        return new ParquetShape(columns, names);
    }

    /** Logical names of what a column of this name is. */
    private static List<String> needed(SourceShape shape, String name) {
        return shape.neededNames().stream()
                .filter(logical -> shape.column(logical).equalsIgnoreCase(name))
                .toList();
    }

    private static ArrayList<String> path(Type field) {
        return new ArrayList<>(List.of(field.getName()));
    }

    /** Needed fields of a struct, by their path; a column that has the name of the path itself stands before it. */
    private static void addFields(
            Type struct, List<String> path, List<Column> columns, List<String> names, SourceShape shape) {
        if (!isStruct(struct)) {
            return;
        }
        for (Type field : struct.asGroupType().getFields()) {
            ArrayList<String> inner = new ArrayList<>(path);
            inner.add(field.getName());
            String name = String.join(".", inner);
            List<String> needed = needed(shape, name);
            if (!needed.isEmpty()
                    && names.stream().noneMatch(other -> other.equalsIgnoreCase(name) && isColumn(other, columns))) {
                columns.add(column(field, inner, needed, shape, Set::of));
                names.add(name);
            }
            addFields(field, inner, columns, names, shape);
        }
    }

    private static boolean isColumn(String name, List<Column> columns) {
        return columns.stream().noneMatch(column -> column.isField() && column.name.equals(name));
    }

    private static boolean isStruct(Type field) {
        return !field.isPrimitive()
                && field.getLogicalTypeAnnotation() == null
                && !field.isRepetition(Type.Repetition.REPEATED);
    }

    /** @param name of a column that is needed */
    Column column(String name) {
        return columns.stream()
                .filter(column -> column.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Column column(
            Type field, ArrayList<String> path, List<String> needed, SourceShape shape, NullColumns nulls) {
        String name = String.join(".", path);
        LogicalTypeAnnotation annotation = field.getLogicalTypeAnnotation();
        String parquetType = field.isPrimitive()
                ? field.asPrimitiveType().getPrimitiveTypeName() + (annotation == null ? "" : " (" + annotation + ")")
                : "group" + (annotation == null ? "" : " (" + annotation + ")");
        Kind kind = kind(field, needed);
        String type = kind == Kind.MILLIS
                ? DataTypes.LongType.json()
                : needed.isEmpty() ? sparkType(field, false) : sparkType(readable(field, shape), true);
        if (!type.isEmpty() && mayBeNull(field, needed, type) && nulls.names().contains(field.getName())) {
            boolean isList = DataType.fromJson(type) instanceof ArrayType;
            return new Column(name, type, "null", isList ? Kind.NULL_LIST : Kind.NULL, false, path);
        }
        boolean instant = annotation instanceof TimestampLogicalTypeAnnotation time && time.isAdjustedToUTC();
        return new Column(name, type, parquetType, kind, instant, path);
    }

    private static Kind kind(Type field, List<String> needed) {
        boolean isOne = field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED);
        if (isOne && field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time) {
            return switch (time.getUnit()) {
                case MILLIS -> Kind.MILLIS;
                case NANOS -> Kind.NANOS;
                case MICROS -> Kind.PLAIN;
            };
        }
        // Other texts that are not UTF-8 are no id, no day and no time; a ranking id may be any text.
        boolean isRanking = needed.contains("ranking_id")
                && field.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation;
        boolean isBytes = !needed.isEmpty() && isOne && isOf(field, PrimitiveTypeName.BINARY);
        return isBytes || (isOne && isRanking) ? Kind.BYTES : Kind.PLAIN;
    }

    /**
     * Whether the column, by what parquet-hadoop says of it, could be of the null type, and would not be read right if it
     * were: a null that is written as an integer is fine where an integer is needed.
     */
    private static boolean mayBeNull(Type field, List<String> needed, String sparkType) {
        if (!field.isPrimitive()) {
            return needed.contains("impressions")
                    && DataType.fromJson(sparkType) instanceof ArrayType array
                    && !(array.elementType() instanceof StructType);
        }
        boolean isTime = needed.contains("action_time") || needed.contains("impression_time");
        return needed.stream().anyMatch(logical -> switch (logical) {
            case "dt", "action_time", "impression_time", "impressions" ->
                field.getLogicalTypeAnnotation() == null && !(isTime && isOf(field, PrimitiveTypeName.INT96));
            default ->
                field.getLogicalTypeAnnotation() == null
                        && !isOf(field, PrimitiveTypeName.INT32)
                        && !isOf(field, PrimitiveTypeName.INT64);
        });
    }

    private static boolean isOf(Type field, PrimitiveTypeName physical) {
        return field.getLogicalTypeAnnotation() == null
                && field.asPrimitiveType().getPrimitiveTypeName() == physical;
    }

    /** The field without what nobody asked for and Spark cannot read, or not every value of. */
    private static Type readable(Type field, SourceShape shape) {
        if (field.isPrimitive()) {
            return field;
        }
        GroupType group = field.asGroupType();
        List<Type> fields = new ArrayList<>();
        for (Type inner : group.getFields()) {
            Type kept = isItemField(inner, shape) ? inner : readable(inner, shape);
            if (isItemField(inner, shape) || (!sparkType(kept, true).isEmpty() && !isMillis(kept))) {
                fields.add(kept);
            }
        }
        return fields.isEmpty() || fields.equals(group.getFields()) ? field : group.withNewFields(fields);
    }

    private static boolean isItemField(Type field, SourceShape shape) {
        return shape.isImpressions()
                && (field.getName().equalsIgnoreCase(shape.itemField())
                        || field.getName().equalsIgnoreCase(shape.flagField())); // Of a source without it: null.
    }

    private static boolean isMillis(Type field) {
        return field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
                && time.getUnit() == TimeUnit.MILLIS;
    }

    private static String sparkType(Type field, boolean bytesAreText) {
        ParquetToSparkSchemaConverter converter =
                new ParquetToSparkSchemaConverter(bytesAreText, true, false, true, true);
        try {
            StructType converted = converter.convert(new MessageType("spark", List.of(field)));
            return converted.apply(0).dataType().json();
        } catch (Exception | StackOverflowError unreadable) {
            // Not only RuntimeExceptions: Spark's analysis throws checked ones that it does not declare.
            return "";
        }
    }
}
