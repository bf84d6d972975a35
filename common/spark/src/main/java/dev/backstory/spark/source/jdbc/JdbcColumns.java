package dev.backstory.spark.source.jdbc;

import dev.backstory.spark.source.format.RecordJson;
import dev.backstory.spark.source.format.TextRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.row.SourceType;
import java.io.Serializable;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of a table or query, and how their values become text. */
final class JdbcColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<JdbcColumn> columns = new ArrayList<>();
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
            all.columns.add(new JdbcColumn(
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
        List<JdbcColumn> alike = columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .toList();
        JdbcColumn found = alike.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(alike.size() == 1 ? alike.get(0) : null);
        if (found == null) {
            throw alike.isEmpty()
                    ? shape.source().missingColumn(SourceName.PARTITION, name, columnNames(), where)
                    : shape.source().ambiguousColumn(SourceName.PARTITION, name, columnNames(), where);
        }
        return new Found(found.name(), typeOf(found), found.typeName(), quoted(found));
    }

    private String quoted(JdbcColumn column) {
        return quote + column.name().replace(quote.isEmpty() ? "\"" : quote, quote + quote) + quote;
    }

    /** A condition that leaves out rows that are certainly of no requested day; empty where only the rules can tell. */
    String wanted(RequestedDays days) {
        if (dayColumn < 0) {
            return "";
        }
        JdbcColumn column = columns.get(dayColumn);
        return WantedDays.condition(quoted(column), typeOf(column), dialect, days);
    }

    /** What is selected: everything, in MySQL as the texts that the database itself makes. */
    String selected() {
        if (dialect != JdbcDialect.MYSQL) {
            return "*";
        }
        return columns.stream()
                .map(column -> {
                    String name = quoted(column);
                    boolean isTime = column.type() == Types.DATE || column.type() == Types.TIMESTAMP;
                    boolean isFlag = column.type() == Types.BIT || column.type() == Types.BOOLEAN;
                    return isTime
                            ? "cast(" + name + " as char) as " + name
                            : isFlag ? "cast(" + name + " + 0 as char) as " + name : name;
                })
                .collect(Collectors.joining(", "));
    }

    private List<String> columnNames() {
        return columns.stream().map(JdbcColumn::name).toList();
    }

    private void check(SourceShape shape, String logical) {
        int found = shape.find(logical, columnNames(), List.of(), where);
        if (found < 0) {
            return;
        }
        JdbcColumn column = columns.get(found);
        shape.checkType(logical, shape.column(logical), typeOf(column), column.typeName(), where);
        if (logical.equals(shape.dayOrTime())) {
            dayColumn = found;
        }
    }

    /** See {@link RecordJson#names}. */
    String names() {
        return RecordJson.names(
                columnNames(),
                column -> typeOf(columns.get(column)) == SourceType.INTEGER
                        || columns.get(column).type() == Types.ARRAY);
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
        return JdbcValues.text(columns.get(column), dialect, column + 1, rows);
    }

    private SourceType typeOf(JdbcColumn column) {
        return column.sourceType(dialect);
    }
}
