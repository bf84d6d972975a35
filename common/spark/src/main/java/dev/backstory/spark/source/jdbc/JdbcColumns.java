package dev.backstory.spark.source.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.backstory.core.json.JsonText;
import dev.backstory.spark.source.format.RecordJson;
import dev.backstory.spark.source.format.TextRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.SourceType;
import java.io.IOException;
import java.io.Serializable;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of a table or query, and how their values become text. */
final class JdbcColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private record Column(String name, int type, String typeName, int scale) implements Serializable {}

    /** Days that a database can name and yyyy-mm-dd cannot: their rows are rejected, not left out. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /** Further than any two zones are apart: the database may be in another than the pipeline. */
    private static final int ZONES_DAYS = 2;

    private final ArrayList<Column> columns = new ArrayList<>();
    private final JdbcDialect dialect;
    private final String where;
    private final String quote;
    private int dayColumn = -1;

    private JdbcColumns(JdbcDialect dialect, String where, String quote) {
        this.dialect = dialect;
        this.where = where;
        this.quote = quote.isBlank() ? "" : quote;
    }

    /** @throws dev.backstory.core.failure.BackstoryException when a needed column is missing or of a wrong type */
    static JdbcColumns of(SourceShape shape, ResultSetMetaData found, JdbcDialect dialect, String quote, String where)
            throws SQLException {
        JdbcColumns all = new JdbcColumns(dialect, where, quote);
        for (int i = 1; i <= found.getColumnCount(); i++) {
            all.columns.add(new Column(
                    found.getColumnLabel(i), found.getColumnType(i), found.getColumnTypeName(i), found.getScale(i)));
        }
        shape.neededNames().forEach(logical -> all.check(shape, logical));
        return all;
    }

    /**
     * A column of the table.
     *
     * @param quoted as SQL names it
     */
    record Found(String name, SourceType type, String typeName, String quoted) {}

    /** The column of a name, or of one that differs in case alone. */
    Found find(SourceShape shape, String name) {
        List<Column> alike = columns.stream()
                .filter(column -> column.name.equalsIgnoreCase(name))
                .toList();
        Column found = alike.stream()
                .filter(column -> column.name.equals(name))
                .findFirst()
                .orElse(alike.size() == 1 ? alike.get(0) : null);
        if (found == null) {
            throw alike.isEmpty()
                    ? shape.source().missingColumn(SourceName.PARTITION, name, columnNames(), where)
                    : shape.source().ambiguousColumn(SourceName.PARTITION, name, columnNames(), where);
        }
        return new Found(found.name, typeOf(found), found.typeName, quoted(found));
    }

    private String quoted(Column column) {
        return quote + column.name.replace(quote.isEmpty() ? "\"" : quote, quote + quote) + quote;
    }

    /**
     * A condition that leaves out rows that are certainly of no requested day; empty where only the rules can tell, as of
     * texts, which may hold any spelling of a day, in any collation.
     */
    String wanted(RequestedDays days) {
        if (dayColumn < 0) {
            return "";
        }
        Column column = columns.get(dayColumn);
        String name = quoted(column);
        return switch (typeOf(column)) {
            case DATE ->
                "(" + name + " is null or " + name + " between date '" + days.first() + "' and date '" + days.last()
                        + "'"
                        + (dialect.comparesTimes()
                                ? " or " + name + " < date '" + FIRST_DAY + "' or " + name + " > date '" + LAST_DAY
                                        + "'"
                                : "")
                        + ")";
            case INSTANT, WALL_CLOCK ->
                dialect.comparesTimes()
                        ? "(" + name + " is null or (" + name + " >= "
                                + start(days.first().minusDays(ZONES_DAYS)) + " and " + name + " < "
                                + start(days.last().plusDays(1 + ZONES_DAYS)) + ") or " + name + " < "
                                + start(FIRST_DAY.plusDays(ZONES_DAYS)) + " or " + name + " >= "
                                + start(LAST_DAY.minusDays(ZONES_DAYS)) + ")"
                        : "";
            default -> "";
        };
    }

    private static String start(LocalDate day) {
        return "timestamp '" + day + " 00:00:00'";
    }

    /** What is selected: everything, in MySQL as the texts that the database itself makes. */
    String selected() {
        if (dialect != JdbcDialect.MYSQL) {
            return "*";
        }
        return columns.stream()
                .map(column -> {
                    String name = quoted(column);
                    boolean isTime = column.type == Types.DATE || column.type == Types.TIMESTAMP;
                    boolean isFlag = column.type == Types.BIT || column.type == Types.BOOLEAN;
                    return isTime
                            ? "cast(" + name + " as char) as " + name
                            : isFlag ? "cast(" + name + " + 0 as char) as " + name : name;
                })
                .collect(Collectors.joining(", "));
    }

    private List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    private void check(SourceShape shape, String logical) {
        int found = shape.find(logical, columnNames(), List.of(), where);
        if (found < 0) {
            return;
        }
        Column column = columns.get(found);
        shape.checkType(logical, shape.column(logical), typeOf(column), column.typeName, where);
        if (logical.equals(shape.dayOrTime())) {
            dayColumn = found;
        }
    }

    /** A type that JDBC has no name for (uuid, json, an enum) is text. */
    private SourceType typeOf(Column column) {
        if (dialect == JdbcDialect.MYSQL
                && column.typeName.toUpperCase(Locale.ROOT).startsWith("TINYINT")) {
            // A tinyint(1) is called a boolean, and may be any number.
            return SourceType.INTEGER;
        }
        return switch (column.type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> SourceType.INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> column.scale == 0 ? SourceType.WHOLE_DECIMAL : SourceType.FRACTION;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> SourceType.FRACTION;
            case Types.BIT, Types.BOOLEAN -> SourceType.BOOLEAN;
            case Types.DATE -> SourceType.DATE;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                isInstant(column, dialect) ? SourceType.INSTANT : SourceType.WALL_CLOCK;
            case Types.TIME, Types.TIME_WITH_TIMEZONE, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                SourceType.OTHER;
            default -> SourceType.TEXT;
        };
    }

    /** See {@link RecordJson#names}. */
    String names() {
        return RecordJson.names(
                columnNames(),
                column -> typeOf(columns.get(column)) == SourceType.INTEGER || columns.get(column).type == Types.ARRAY);
    }

    int count() {
        return columns.size();
    }

    /** See {@link TextRows#places}. */
    int[] places(TextRows text) {
        return text.places(columnNames(), List.of(), where);
    }

    /** @param rows stands at the row */
    String text(int column, ResultSet rows) throws SQLException {
        int index = column + 1;
        SourceType type = typeOf(columns.get(column));
        if (columns.get(column).type == Types.ARRAY) {
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

    private static boolean isInstant(Column column, JdbcDialect dialect) {
        String name = column.typeName.toLowerCase(Locale.ROOT);
        return (dialect == JdbcDialect.MYSQL && name.startsWith("timestamp"))
                || column.type == Types.TIMESTAMP_WITH_TIMEZONE
                || name.equals("timestamptz")
                || name.contains("with time zone")
                || name.contains("with local time zone");
    }
}
