package dev.backstory.spark.source.jdbc;

import dev.backstory.spark.source.format.TextRows;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The rows of a query, some thousand at a time. */
final class JdbcRows implements Iterator<Row>, Closeable {
    private final JdbcAccess access;
    private final JdbcColumns columns;
    private final TextRows text;
    private final String names;
    private final int[] places;
    private final Connection connection;
    private final ResultSet rows;
    private boolean hasNext;

    /** @param snapshot of the database that is read; null for that of now */
    JdbcRows(
            JdbcAccess access,
            String query,
            @Nullable String snapshot,
            int fetchSize,
            JdbcColumns columns,
            TextRows text) {
        this.access = access;
        this.columns = columns;
        this.text = text;
        this.names = columns.names();
        this.places = columns.places(text);
        Connection opened = null;
        try {
            opened = access.connect();
            if (snapshot != null) {
                JdbcSnapshot.see(snapshot, opened);
            }
            // PostgreSQL's driver holds the whole result in memory unless a transaction is open.
            opened.setAutoCommit(false);
            Statement statement = opened.createStatement();
            statement.setFetchSize(JdbcDialect.of(opened.getMetaData()).fetchSize(opened, fetchSize));
            this.connection = opened;
            this.rows = statement.executeQuery(query);
            this.hasNext = rows.next();
        } catch (SQLException e) {
            close(opened);
            throw access.failed(e);
        }
    }

    @Override
    public boolean hasNext() {
        return hasNext;
    }

    @Override
    public Row next() {
        if (!hasNext) {
            throw new NoSuchElementException();
        }
        try {
            Row row = row();
            hasNext = rows.next();
            return row;
        } catch (SQLException e) {
            throw access.failed(e);
        }
    }

    private Row row() throws SQLException {
        String[] needed = text.emptyCells();
        String[] cells = new String[columns.count()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = columns.text(i, rows);
        }
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                needed[i] = cells[places[i]];
            }
        }
        return text.ofCells(needed, names, cells, null);
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException everythingIsRead) {
            // Nothing was written, so nothing can be lost.
        }
    }
}
