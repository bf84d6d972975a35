package dev.backstory.spark.source.format;

import dev.backstory.core.config.Source;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A table of a database, read by one query in one transaction, so that the rows belong together. Times are taken as the
 * database has them, never through the machine's zone, which Spark's own reader would do.
 */
final class JdbcSource {
    private final SparkSession session;
    private final SourceShape shape;
    private final JdbcAccess access;
    private final RequestedDays days;

    JdbcSource(SparkSession session, SourceShape shape, Source source, RequestedDays days) {
        this.session = session;
        this.shape = shape;
        this.access = new JdbcAccess(
                shape.source(),
                source.url().resolve(),
                source.table(),
                source.user(),
                source.password() == null ? null : source.password().resolve());
        this.days = days;
    }

    RawRows rows() {
        JdbcColumns columns = columns();
        String query = query(columns);
        TextRows text = new TextRows(shape);
        JdbcAccess from = access;
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        var rows = spark.parallelize(List.of(query), 1).mapPartitions(queries -> {
            JdbcRows all = new JdbcRows(from, queries.next(), columns, text);
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> all.close());
            return all;
        });
        return text.of(session.createDataFrame(rows, text.schema()));
    }

    private JdbcColumns columns() {
        try (Connection connection = access.connect();
                Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("select * from " + access.table() + " where 1 = 0")) {
            ResultSetMetaData found = none.getMetaData();
            return JdbcColumns.of(
                    shape, found, connection.getMetaData().getIdentifierQuoteString(), "table " + access.table());
        } catch (SQLException e) {
            throw access.failed(e);
        }
    }

    /** A day column of type date is filtered by the database; text may hold days that only we can read. */
    private String query(JdbcColumns columns) {
        String all = "select * from " + access.table();
        String day = columns.quotedDateColumn();
        if (day == null || days.isAny()) {
            return all;
        }
        return all + " where " + day + " is null or " + day + " between date '" + days.first() + "' and date '"
                + days.last() + "'";
    }
}
