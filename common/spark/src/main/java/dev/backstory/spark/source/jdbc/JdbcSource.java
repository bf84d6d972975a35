package dev.backstory.spark.source.jdbc;

import dev.backstory.core.config.input.Partition;
import dev.backstory.core.config.input.Source;
import dev.backstory.spark.source.format.RawSource;
import dev.backstory.spark.source.format.TextRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A table of a database, read by one query in one transaction, so that the rows belong together, or by several at once.
 * Times are taken as the database has them, never through the machine's zone, which Spark's own reader would do.
 */
public final class JdbcSource {
    private final SparkSession session;
    private final SourceShape shape;
    private final Source source;
    private final JdbcAccess access;
    private final RequestedDays days;

    public JdbcSource(SparkSession session, SourceShape shape, Source source, RequestedDays days) {
        this.session = session;
        this.shape = shape;
        this.source = source;
        this.access = new JdbcAccess(
                shape.source(),
                source.url().resolve(),
                source.table(),
                source.user(),
                source.password() == null ? null : source.password().resolve());
        this.days = days;
    }

    /** What is to be asked. */
    private record Plan(JdbcColumns columns, List<String> queries, boolean hasSnapshots) {}

    /** To be closed when its rows have been read. */
    public RawSource open() {
        Plan plan = plan();
        JdbcSnapshot snapshot = null;
        try {
            snapshot = plan.hasSnapshots && plan.queries.size() > 1 ? JdbcSnapshot.open(access) : null;
        } catch (SQLException e) {
            throw access.failed(e);
        }
        String moment = snapshot == null ? null : snapshot.name();
        int fetchSize = source.fetchSize();
        TextRows text = new TextRows(shape);
        JdbcAccess from = access;
        JdbcColumns columns = plan.columns;
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        var rows = spark.parallelize(plan.queries, plan.queries.size()).mapPartitions(queries -> {
            JdbcRows all = new JdbcRows(from, queries.next(), moment, fetchSize, columns, text);
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> all.close());
            return all;
        });
        return new RawSource(List.of(text.of(session.createDataFrame(rows, text.schema()))), 0, null, snapshot);
    }

    private Plan plan() {
        try (Connection connection = access.connect()) {
            JdbcDialect dialect = JdbcDialect.of(connection.getMetaData());
            JdbcColumns columns = columns(connection, dialect);
            String wanted = days.isAny() ? "" : columns.wanted(days);
            String from = access.table() + (wanted.isEmpty() ? "" : " where " + wanted);
            String query = "select " + columns.selected() + " from " + from;
            List<String> parts = parts(connection, columns, from);
            String and = wanted.isEmpty() ? " where " : " and ";
            List<String> queries = parts.isEmpty()
                    ? List.of(query)
                    : parts.stream().map(part -> query + and + part).toList();
            return new Plan(columns, queries, dialect == JdbcDialect.POSTGRES);
        } catch (SQLException e) {
            throw access.failed(e);
        }
    }

    private JdbcColumns columns(Connection connection, JdbcDialect dialect) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + access.table() + " where 1 = 0")) {
            return JdbcColumns.of(shape, none.getMetaData(), dialect, quote, "table " + access.table());
        }
    }

    private List<String> parts(Connection connection, JdbcColumns columns, String from) throws SQLException {
        Partition partition = source.partition();
        if (partition == null || days.isAny()) {
            // For a look one query is enough, of which no more is fetched than is taken.
            return List.of();
        }
        JdbcColumns.Found column = columns.find(shape, partition.column());
        boolean isDay = column.name().equalsIgnoreCase(shape.dayColumn());
        return new JdbcParts(shape.source(), partition, column).conditions(connection, isDay ? days : null, from);
    }
}
