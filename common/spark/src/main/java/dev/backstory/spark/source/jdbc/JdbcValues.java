package dev.backstory.spark.source.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.backstory.core.json.JsonText;
import dev.backstory.spark.source.row.SourceType;
import java.io.IOException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/** The values of a database as text. */
final class JdbcValues {
    private JdbcValues() {}

    /**
     * @param index from 1
     * @param rows stands at the row
     */
    static String text(JdbcColumn column, JdbcDialect dialect, int index, ResultSet rows) throws SQLException {
        SourceType type = column.sourceType(dialect);
        if (column.type() == Types.ARRAY) {
            Array array = rows.getArray(index);
            return array == null ? null : json(array.getArray());
        }
        if (dialect == JdbcDialect.MYSQL) {
            String text = rows.getString(index);
            return text == null || type != SourceType.INSTANT ? text : text + "Z";
        }
        Object value = switch (type) {
            case DATE -> rows.getObject(index, LocalDate.class);
            case INSTANT -> rows.getObject(index, OffsetDateTime.class);
            case WALL_CLOCK -> rows.getObject(index, LocalDateTime.class);
            case BOOLEAN -> flag(rows.getString(index));
            default -> rows.getString(index);
        };
        return value == null ? null : value.toString();
    }

    /** PostgreSQL writes its booleans as letters. */
    private static String flag(String text) {
        return text == null ? null : text.equals("t") ? "true" : text.equals("f") ? "false" : text;
    }

    private static String json(Object array) {
        return JsonText.of(json -> write(json, array));
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Object[] elements) {
            json.writeStartArray();
            for (Object element : elements) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Number || value instanceof Boolean) {
            json.writeRawValue(value.toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
