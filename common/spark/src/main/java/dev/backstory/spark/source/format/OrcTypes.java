package dev.backstory.spark.source.format;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.backstory.core.json.JsonText;
import dev.backstory.core.text.StrictUtf8;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.SourceType;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
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
    /** What a decoder puts where bytes are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private OrcTypes() {}

    /** @throws dev.backstory.core.failure.BackstoryException when no value of this type can be what the column should be */
    static void check(SourceShape shape, String logical, TypeDescription type, String path) {
        SourceType found = of(type);
        shape.checkType(logical, shape.column(logical), found, type.toString(), path);
        if (found == SourceType.STRUCTS) {
            TypeDescription struct = type.getChildren().get(0);
            checkField(shape, "item_id", struct, path);
            checkField(shape, "is_order", struct, path);
        }
    }

    private static void checkField(SourceShape shape, String logical, TypeDescription struct, String path) {
        int found = shape.findField(logical, struct.getFieldNames(), path);
        if (found < 0) {
            return;
        }
        TypeDescription type = struct.getChildren().get(found);
        shape.checkType(logical, struct.getFieldNames().get(found), of(type), type.toString(), path);
    }

    private static SourceType of(TypeDescription type) {
        return switch (type.getCategory()) {
            // Text that a writer has not marked as such is binary.
            case STRING, VARCHAR, CHAR, BINARY -> SourceType.TEXT;
            case BYTE, SHORT, INT, LONG -> SourceType.INTEGER;
            case DECIMAL -> type.getScale() == 0 ? SourceType.WHOLE_DECIMAL : SourceType.FRACTION;
            case FLOAT, DOUBLE -> SourceType.FRACTION;
            case BOOLEAN -> SourceType.BOOLEAN;
            case DATE -> SourceType.DATE;
            case TIMESTAMP -> SourceType.WALL_CLOCK;
            case TIMESTAMP_INSTANT -> SourceType.INSTANT;
            case LIST -> ofElement(type.getChildren().get(0));
            default -> SourceType.OTHER;
        };
    }

    private static SourceType ofElement(TypeDescription type) {
        if (type.getCategory() == Category.STRUCT) {
            return SourceType.STRUCTS;
        }
        return switch (of(type)) {
            case TEXT, INTEGER, WHOLE_DECIMAL, BOOLEAN -> SourceType.LIST;
            default -> SourceType.OTHER;
        };
    }

    /** Whether {@link #text} is JSON as it is. */
    static boolean isJson(TypeDescription type) {
        return switch (type.getCategory()) {
            case BYTE, SHORT, INT, LONG, BOOLEAN, DECIMAL, LIST, STRUCT -> true;
            default -> false;
        };
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
            case LIST, STRUCT -> JsonText.of(json -> write(json, type, column, row));
            default -> "(" + type.getCategory().getName().toLowerCase(Locale.ROOT) + ")";
        };
    }

    /**
     * The value of a cell that is needed; null for bytes that are not text in UTF-8.
     *
     * @param text of the cell, not null
     */
    static String value(TypeDescription type, ColumnVector column, int row, String text) {
        return switch (type.getCategory()) {
            case STRING, VARCHAR, CHAR, BINARY -> {
                if (type.getCategory() != Category.BINARY && text.indexOf(REPLACEMENT) < 0) {
                    yield text;
                }
                BytesColumnVector bytes = (BytesColumnVector) column;
                int at = column.isRepeating ? 0 : row;
                yield StrictUtf8.text(bytes.vector[at], bytes.start[at], bytes.length[at]);
            }
            default -> text;
        };
    }

    private static String decimal(ColumnVector column, int at) {
        return column instanceof Decimal64ColumnVector narrow
                ? BigDecimal.valueOf(narrow.vector[at], narrow.scale).toPlainString()
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

    private static void write(JsonGenerator json, TypeDescription type, ColumnVector column, int row)
            throws IOException {
        int at = column.isRepeating ? 0 : row;
        if (!column.noNulls && column.isNull[at]) {
            json.writeNull();
        } else if (type.getCategory() == Category.LIST) {
            ListColumnVector list = (ListColumnVector) column;
            json.writeStartArray();
            for (int i = 0; i < list.lengths[at]; i++) {
                write(json, type.getChildren().get(0), list.child, (int) list.offsets[at] + i);
            }
            json.writeEndArray();
        } else if (type.getCategory() == Category.STRUCT) {
            StructColumnVector struct = (StructColumnVector) column;
            json.writeStartObject();
            for (int i = 0; i < struct.fields.length; i++) {
                json.writeFieldName(type.getFieldNames().get(i));
                write(json, type.getChildren().get(i), struct.fields[i], at);
            }
            json.writeEndObject();
        } else if (type.getCategory() == Category.BINARY) {
            json.writeString(((BytesColumnVector) column).toString(at));
        } else if (isJson(type)) {
            json.writeRawValue(text(type, column, row));
        } else {
            json.writeString(text(type, column, row));
        }
    }
}
