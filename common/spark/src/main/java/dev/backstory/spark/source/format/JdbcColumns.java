package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceShape;
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
import java.util.Set;

/** The columns of a table or query, and how their values become text. */
final class JdbcColumns implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<Integer> INTEGERS = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);
    private static final Set<Integer> DECIMALS = Set.of(Types.NUMERIC, Types.DECIMAL);
    private static final Set<Integer> FLOATS = Set.of(Types.REAL, Types.FLOAT, Types.DOUBLE);
    private static final Set<Integer> FLAGS = Set.of(Types.BIT, Types.BOOLEAN);
    private static final Set<Integer> TIMES = Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE);
    private static final Set<Integer> NOT_TEXT = Set.of(
            Types.TIME, Types.TIME_WITH_TIMEZONE, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

    private record Column(String name, int type, String typeName, int scale) implements Serializable {}

    private final ArrayList<Column> columns = new ArrayList<>();
    private final String quote;
    private String quotedDateColumn;

    private JdbcColumns(String quote) {
        this.quote = quote.isBlank() ? "" : quote;
    }

    /** @throws dev.backstory.core.failure.BackstoryException when a needed column is missing or of a wrong type */
    static JdbcColumns of(SourceShape shape, ResultSetMetaData found, String quote, String where) throws SQLException {
        JdbcColumns all = new JdbcColumns(quote);
        for (int i = 1; i <= found.getColumnCount(); i++) {
            all.columns.add(new Column(
                    found.getColumnLabel(i), found.getColumnType(i), found.getColumnTypeName(i), found.getScale(i)));
        }
        for (String logical : shape.logicalNames()) {
            all.check(shape, logical, where);
        }
        return all;
    }

    private void check(SourceShape shape, String logical, String where) {
        String wanted = shape.column(logical);
        List<Column> found = columns.stream()
                .filter(column -> column.name.equalsIgnoreCase(wanted))
                .toList();
        if (found.size() > 1) {
            throw shape.source().doubledColumn(logical, wanted, where);
        }
        if (found.isEmpty()) {
            if (!shape.isOptional(logical)) {
                throw shape.source()
                        .missingColumn(
                                logical,
                                wanted,
                                columns.stream().map(Column::name).toList(),
                                where);
            }
            return;
        }
        Column column = found.get(0);
        RequiredType needed = RequiredType.of(logical);
        if (!isUsable(column, needed)) {
            throw shape.source().wrongType(logical, wanted, column.typeName, needed.words(), where);
        }
        if (logical.equals("dt") && column.type == Types.DATE) {
            quotedDateColumn = quote + column.name + quote;
        }
    }

    private static boolean isUsable(Column column, RequiredType needed) {
        int type = column.type;
        boolean isWhole = INTEGERS.contains(type) || (DECIMALS.contains(type) && column.scale == 0);
        boolean isText = !isWhole
                && !DECIMALS.contains(type)
                && !FLOATS.contains(type)
                && !FLAGS.contains(type)
                && !TIMES.contains(type)
                && !NOT_TEXT.contains(type)
                && type != Types.DATE;
        return isText
                || switch (needed) {
                    case DAY -> type == Types.DATE;
                    case NUMBER -> isWhole;
                    case TIME -> TIMES.contains(type);
                    case TEXT -> isWhole || DECIMALS.contains(type) || FLOATS.contains(type);
                    case FLAG, ITEMS -> false;
                };
    }

    int count() {
        return columns.size();
    }

    String name(int column) {
        return columns.get(column).name;
    }

    boolean isNumber(int column) {
        return INTEGERS.contains(columns.get(column).type);
    }

    /** The day's column as it stands in SQL; null unless the database can compare it with dates. */
    String quotedDateColumn() {
        return quotedDateColumn;
    }

    /** @param rows stands at the row */
    String text(int column, ResultSet rows) throws SQLException {
        Column of = columns.get(column);
        int index = column + 1;
        if (of.type == Types.DATE) {
            LocalDate day = rows.getObject(index, LocalDate.class);
            return day == null ? null : day.toString();
        }
        if (TIMES.contains(of.type)) {
            Object time = isInstant(of)
                    ? rows.getObject(index, OffsetDateTime.class)
                    : rows.getObject(index, LocalDateTime.class);
            return time == null ? null : time.toString();
        }
        return rows.getString(index);
    }

    private static boolean isInstant(Column column) {
        String name = column.typeName.toLowerCase(Locale.ROOT);
        return column.type == Types.TIMESTAMP_WITH_TIMEZONE
                || name.equals("timestamptz")
                || name.contains("with time zone")
                || name.contains("with local time zone");
    }
}
