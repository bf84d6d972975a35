package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.SourceType;
import java.io.Serializable;
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

/** The columns of a table or query, and how their values become text. */
final class JdbcColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private record Column(String name, int type, String typeName, int scale) implements Serializable {}

    private final ArrayList<Column> columns = new ArrayList<>();
    private final String where;
    private final String quote;
    private String quotedDateColumn;

    private JdbcColumns(String where, String quote) {
        this.where = where;
        this.quote = quote.isBlank() ? "" : quote;
    }

    /** @throws dev.backstory.core.failure.BackstoryException when a needed column is missing or of a wrong type */
    static JdbcColumns of(SourceShape shape, ResultSetMetaData found, String quote, String where) throws SQLException {
        JdbcColumns all = new JdbcColumns(where, quote);
        for (int i = 1; i <= found.getColumnCount(); i++) {
            all.columns.add(new Column(
                    found.getColumnLabel(i), found.getColumnType(i), found.getColumnTypeName(i), found.getScale(i)));
        }
        shape.neededNames().forEach(logical -> all.check(shape, logical));
        return all;
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
        if (logical.equals("dt") && column.type == Types.DATE) {
            quotedDateColumn = quote + column.name + quote;
        }
    }

    /** A type that JDBC has no name for (uuid, json, an enum) is text. */
    private static SourceType typeOf(Column column) {
        return switch (column.type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> SourceType.INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> column.scale == 0 ? SourceType.WHOLE_DECIMAL : SourceType.FRACTION;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> SourceType.FRACTION;
            case Types.BIT, Types.BOOLEAN -> SourceType.BOOLEAN;
            case Types.DATE -> SourceType.DATE;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                isInstant(column) ? SourceType.INSTANT : SourceType.WALL_CLOCK;
            case Types.TIME, Types.TIME_WITH_TIMEZONE, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                SourceType.OTHER;
            default -> SourceType.TEXT;
        };
    }

    /** See {@link RecordJson#names}. */
    String names() {
        return RecordJson.names(columnNames(), column -> typeOf(columns.get(column)) == SourceType.INTEGER);
    }

    int count() {
        return columns.size();
    }

    /** See {@link TextRows#places}. */
    int[] places(TextRows text) {
        return text.places(columnNames(), List.of(), where);
    }

    /** The day's column as SQL names it; null unless the database can compare it with dates. */
    String quotedDateColumn() {
        return quotedDateColumn;
    }

    /** @param rows stands at the row */
    String text(int column, ResultSet rows) throws SQLException {
        int index = column + 1;
        Object value = switch (typeOf(columns.get(column))) {
            case DATE -> rows.getObject(index, LocalDate.class);
            case INSTANT -> rows.getObject(index, OffsetDateTime.class);
            case WALL_CLOCK -> rows.getObject(index, LocalDateTime.class);
            default -> rows.getString(index);
        };
        return value == null ? null : value.toString();
    }

    private static boolean isInstant(Column column) {
        String name = column.typeName.toLowerCase(Locale.ROOT);
        return column.type == Types.TIMESTAMP_WITH_TIMEZONE
                || name.equals("timestamptz")
                || name.contains("with time zone")
                || name.contains("with local time zone");
    }
}
