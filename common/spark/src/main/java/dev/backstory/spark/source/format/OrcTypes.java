package dev.backstory.spark.source.format;

import dev.backstory.lake.table.JsonText;
import dev.backstory.spark.source.row.SourceShape;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.Decimal64ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;

/** Conversions of ORC columns as text: JSON for lists and structs, wall clocks and instants in ISO-8601. */
final class OrcTypes {
    private static final Set<Category> INTEGERS = Set.of(Category.BYTE, Category.SHORT, Category.INT, Category.LONG);
    private static final Set<Category> TEXTS = Set.of(Category.STRING, Category.VARCHAR, Category.CHAR);
    private static final Set<Category> TIMES = Set.of(Category.TIMESTAMP, Category.TIMESTAMP_INSTANT);
    private static final Set<Category> NUMBERS =
            Set.of(Category.BYTE, Category.SHORT, Category.INT, Category.LONG, Category.FLOAT, Category.DOUBLE);

    private OrcTypes() {}

    /** @throws dev.backstory.core.failure.BackstoryException when no value of this type can be what the column should be */
    static void check(SourceShape shape, String logical, TypeDescription type, String path) {
        RequiredType needed = RequiredType.of(logical);
        if (logical.equals("impressions")) {
            checkItems(shape, type, path);
        } else if (!isUsable(needed, type)) {
            throw shape.source().wrongType(logical, shape.column(logical), type.toString(), needed.words(), path);
        }
    }

    private static void checkItems(SourceShape shape, TypeDescription type, String path) {
        if (TEXTS.contains(type.getCategory())) {
            return;
        }
        if (type.getCategory() != Category.LIST || type.getChildren().get(0).getCategory() != Category.STRUCT) {
            throw shape.source()
                    .wrongType(
                            "impressions",
                            shape.column("impressions"),
                            type.toString(),
                            RequiredType.ITEMS.words(),
                            path);
        }
        TypeDescription struct = type.getChildren().get(0);
        checkField(shape, "item_id", shape.itemField(), RequiredType.NUMBER, struct, path);
        checkField(shape, "is_order", shape.flagField(), RequiredType.FLAG, struct, path);
    }

    private static void checkField(
            SourceShape shape, String logical, String field, RequiredType needed, TypeDescription struct, String path) {
        List<String> names = struct.getFieldNames();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(field)) {
                if (!isUsable(needed, struct.getChildren().get(i))) {
                    String type = struct.getChildren().get(i).toString();
                    throw shape.source().wrongType(logical, field, type, needed.words(), path);
                }
                return;
            }
        }
        throw shape.source()
                .missingColumn(
                        logical, field, names, "the structs of '" + shape.column("impressions") + "' in " + path);
    }

    private static boolean isUsable(RequiredType needed, TypeDescription type) {
        Category category = type.getCategory();
        if (TEXTS.contains(category)) {
            return true;
        }
        boolean isWhole = INTEGERS.contains(category) || (category == Category.DECIMAL && type.getScale() == 0);
        return switch (needed) {
            case DAY -> category == Category.DATE;
            case NUMBER -> isWhole;
            case TIME -> TIMES.contains(category);
            case FLAG -> INTEGERS.contains(category) || category == Category.BOOLEAN;
            case TEXT -> category == Category.DECIMAL || NUMBERS.contains(category);
            case ITEMS -> false;
        };
    }

    /** Whether {@link #text} is JSON as it stands. */
    static boolean isJson(TypeDescription type) {
        Category category = type.getCategory();
        return INTEGERS.contains(category)
                || category == Category.BOOLEAN
                || category == Category.DECIMAL
                || category == Category.LIST
                || category == Category.STRUCT;
    }

    static String text(TypeDescription type, ColumnVector column, int row) {
        int at = column.isRepeating ? 0 : row;
        if (!column.noNulls && column.isNull[at]) {
            return null;
        }
        return switch (type.getCategory()) {
            case BYTE, SHORT, INT, LONG -> Long.toString(((LongColumnVector) column).vector[at]);
            case BOOLEAN -> Boolean.toString(((LongColumnVector) column).vector[at] != 0);
            case DATE ->
                LocalDate.ofEpochDay(((LongColumnVector) column).vector[at]).toString();
            case FLOAT, DOUBLE -> Double.toString(((DoubleColumnVector) column).vector[at]);
            case DECIMAL -> decimal(column, at);
            case STRING, VARCHAR, CHAR -> ((BytesColumnVector) column).toString(at);
            case TIMESTAMP -> wallClock((TimestampColumnVector) column, at).toString();
            case TIMESTAMP_INSTANT ->
                wallClock((TimestampColumnVector) column, at)
                        .atOffset(ZoneOffset.UTC)
                        .toString();
            case LIST -> list(type, (ListColumnVector) column, at);
            case STRUCT -> struct(type, (StructColumnVector) column, at);
            default -> "(" + type.getCategory().getName().toLowerCase(Locale.ROOT) + ")";
        };
    }

    private static String decimal(ColumnVector column, int at) {
        return column instanceof Decimal64ColumnVector narrow
                ? java.math.BigDecimal.valueOf(narrow.vector[at], narrow.scale).toPlainString()
                : ((DecimalColumnVector) column)
                        .vector[at]
                        .getHiveDecimal()
                        .bigDecimalValue()
                        .toPlainString();
    }

    /** Times of an ORC column are seconds and nanoseconds of a wall clock, since the reader runs in UTC. */
    private static LocalDateTime wallClock(TimestampColumnVector column, int at) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(column.time[at], 1000L), column.nanos[at], ZoneOffset.UTC);
    }

    private static String list(TypeDescription type, ListColumnVector column, int at) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < column.lengths[at]; i++) {
            TypeDescription element = type.getChildren().get(0);
            json.append(i == 0 ? "" : ",").append(json(element, column.child, (int) column.offsets[at] + i));
        }
        return json.append(']').toString();
    }

    private static String struct(TypeDescription type, StructColumnVector column, int at) {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < column.fields.length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(JsonText.quote(type.getFieldNames().get(i)))
                    .append(':')
                    .append(json(type.getChildren().get(i), column.fields[i], at));
        }
        return json.append('}').toString();
    }

    private static String json(TypeDescription type, ColumnVector column, int at) {
        String text = text(type, column, at);
        return text == null || isJson(type) ? text : JsonText.quote(text);
    }
}
