package dev.backstory.spark.source.jdbc;

import dev.backstory.core.config.input.Source;
import dev.backstory.spark.source.row.SourceName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tables and views of a database, for whoever does not know yet which of them is what. */
public final class JdbcTables {
    private static final String[] KINDS = {"TABLE", "BASE TABLE", "VIEW", "MATERIALIZED VIEW", "PARTITIONED TABLE"};
    private static final Set<String> OF_THE_SYSTEM =
            Set.of("information_schema", "pg_catalog", "mysql", "performance_schema", "sys", "system_schema");

    private JdbcTables() {}

    /** Their names as a source of the same database would name them, in order; those of the system left out. */
    public static List<String> of(Source database) {
        JdbcAccess access = new JdbcAccess(
                new SourceName("raw"),
                database.url().resolve(),
                database.table(),
                database.user(),
                database.password() == null ? null : database.password().resolve());
        try (Connection connection = access.connect();
                ResultSet found = connection.getMetaData().getTables(connection.getCatalog(), null, "%", KINDS)) {
            List<String> names = new ArrayList<>();
            while (found.next()) {
                String schema = found.getString("TABLE_SCHEM");
                if (schema == null || !OF_THE_SYSTEM.contains(schema.toLowerCase(Locale.ROOT))) {
                    String table = word(found.getString("TABLE_NAME"), connection.getMetaData());
                    names.add(schema == null ? table : word(schema, connection.getMetaData()) + "." + table);
                }
            }
            names.sort(null);
            return names;
        } catch (SQLException e) {
            throw access.failed(e);
        }
    }

    /** As SQL has to write it: in quotes where the database would take it for another name. */
    private static String word(String name, DatabaseMetaData database) throws SQLException {
        boolean isPlain = name.matches("[A-Za-z_][A-Za-z0-9_]*")
                && !(database.storesLowerCaseIdentifiers() && !name.equals(name.toLowerCase(Locale.ROOT)))
                && !(database.storesUpperCaseIdentifiers() && !name.equals(name.toUpperCase(Locale.ROOT)));
        String quote = database.getIdentifierQuoteString();
        return isPlain || quote.isBlank() ? name : quote + name.replace(quote, quote + quote) + quote;
    }
}
