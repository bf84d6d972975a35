package dev.backstory.cli.init;

import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.failure.UsageException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables a user wants looked at.
 *
 * @param names of tables of the database, or where none is given, of Spark's catalogs; empty for all of the database
 * @param user of the database; null for none
 * @param passwordVariable the environment variable that holds the password; null for none
 * @param conf Spark's settings, such as those that name a catalog
 */
record GivenTables(
        List<String> names, @Nullable String user, @Nullable String passwordVariable, Map<String, String> conf) {

    static final GivenTables NONE = new GivenTables(List.of(), null, null, Map.of());

    private static final String SETTING = "spark.";

    GivenTables {
        conf.keySet().stream()
                .filter(key -> !key.startsWith(SETTING))
                .findFirst()
                .ifPresent(key -> {
                    throw new UsageException("Cannot use --conf " + key
                            + "=… because it is no setting of Spark; write it as" + " --conf spark.sql.catalog.prod=…");
                });
        if (passwordVariable != null && !passwordVariable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new UsageException("Cannot use --password-env because '***' is no name of an environment variable;"
                    + " put the password into one, and give its name");
        }
        names = List.copyOf(names);
        conf = Map.copyOf(conf);
    }

    static boolean isDatabase(String from) {
        return from.startsWith("jdbc:");
    }

    /** A table of a database, as a source reads it. */
    Source of(String url, String table) {
        return Source.jdbc(
                Secret.of(url),
                table,
                user,
                passwordVariable == null ? null : Secret.of("${ENV:" + passwordVariable + "}"));
    }
}
