package dev.backstory.spark.source.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** What databases do each in their own way. */
enum JdbcDialect {
    POSTGRES,
    /** MariaDB too. Its drivers change times, flags and zeros on their way; its own texts of them are not changed. */
    MYSQL,
    OTHER;

    static JdbcDialect of(DatabaseMetaData database) throws SQLException {
        String product = database.getDatabaseProductName().toLowerCase(Locale.ROOT);
        if (product.equals("postgresql")) {
            return POSTGRES;
        }
        return product.contains("mysql") || product.contains("mariadb") ? MYSQL : OTHER;
    }

    /** Whether a text such as {@code timestamp '2025-08-14 00:00:00'} is a time. */
    boolean comparesTimes() {
        return this != OTHER;
    }

    /** Whatever the zone of the server, or of the connection: points in time are said in UTC. */
    void prepare(Connection connection) throws SQLException {
        if (this == MYSQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set time_zone = '+00:00'");
            }
        }
    }

    /** What a driver has to be told, so that it does not hold the whole result in memory. */
    int fetchSize(Connection connection, int rows) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        boolean isConnectorJ = database.getDriverName().contains("MySQL Connector");
        boolean hasCursors = String.valueOf(database.getURL()).contains("useCursorFetch=true");
        // MySQL's own driver heeds a number of rows with cursors only; this value is its word for row by row.
        return isConnectorJ && !hasCursors ? Integer.MIN_VALUE : rows;
    }
}
