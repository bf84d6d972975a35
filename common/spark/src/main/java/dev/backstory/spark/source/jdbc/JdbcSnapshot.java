package dev.backstory.spark.source.jdbc;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One moment of a PostgreSQL database that several connections see, as long as this is open. Other databases have none to
 * share.
 */
final class JdbcSnapshot implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcSnapshot.class);

    private final JdbcAccess access;
    private final Connection holder;
    private final String name;

    private JdbcSnapshot(JdbcAccess access, Connection holder, String name) {
        this.access = access;
        this.holder = holder;
        this.name = name;
    }

    static JdbcSnapshot open(JdbcAccess access) throws SQLException {
        Connection holder = access.connect();
        try {
            begin(holder);
            try (Statement statement = holder.createStatement();
                    ResultSet name = statement.executeQuery("select pg_export_snapshot()")) {
                name.next();
                return new JdbcSnapshot(access, holder, name.getString(1));
            }
        } catch (SQLException e) {
            holder.close();
            throw e;
        }
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    String name() {
        return name;
    }

    /** Before anything else is asked of a connection. */
    static void see(String name, Connection connection) throws SQLException {
        begin(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction snapshot '" + name + "'");
        }
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (SQLException e) {
            LOG.debug("Cannot close the connection to {}", access.table(), e);
        }
    }
}
