package dev.backstory.spark.source.jdbc;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.spark.source.row.SourceName;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;

/** How to reach a table. Never prints the URL, since a user may have put a secret there after all. */
final class JdbcAccess implements Serializable {
    private static final long serialVersionUID = 1L;

    private final SourceName source;
    private final String url;
    private final String table;
    private final String user;
    private final String password;

    JdbcAccess(SourceName source, String url, String table, String user, String password) {
        this.source = source;
        this.url = url;
        this.table = table;
        this.user = user;
        this.password = password;
    }

    String table() {
        return table;
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        // Not DriverManager: it knows only the drivers of the class loader it met first, not those of --jars.
        for (Driver driver :
                ServiceLoader.load(Driver.class, Thread.currentThread().getContextClassLoader())) {
            if (driver.acceptsURL(url)) {
                Connection connection = driver.connect(url, properties);
                if (connection != null) {
                    return prepared(connection);
                }
            }
        }
        throw new FinalException("Cannot read " + source + " because no JDBC driver for " + kind()
                + " is on the class path; name its JAR in BACKSTORY_CLASSPATH, or in spark.jars under a cluster");
    }

    private static Connection prepared(Connection connection) throws SQLException {
        try {
            JdbcDialect.of(connection.getMetaData()).prepare(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    BackstoryException failed(SQLException cause) {
        return new BackstoryException(
                "Cannot read " + source + " because the database refused (table " + table + " at " + kind() + "): "
                        + SourceName.firstLine(cause)
                        + "; correct url, table, user or password in sources." + source.name()
                        + ", or wait until the database answers",
                cause);
    }

    /** The URL's protocol and kind of database, such as {@code jdbc:postgresql}. */
    private String kind() {
        int end = url.indexOf(':', url.indexOf(':') + 1);
        return end < 0 ? "this url" : url.substring(0, end);
    }
}
