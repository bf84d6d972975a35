package dev.backstory.spark.source.table;

import dev.backstory.core.config.input.Format;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.spark.session.TableFormats;
import dev.backstory.spark.source.row.SourceName;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Table formats come in JARs of their own, which not every class path has. */
final class TableJars {
    private static final String ICEBERG = "Iceberg";
    private static final String DELTA = "Delta";

    private TableJars() {}

    /** @throws FinalException when what reads this format is not there */
    static void require(SparkSession session, SourceName source, Format format) {
        if (format == Format.ICEBERG && !TableFormats.hasIceberg()) {
            throw without(source, ICEBERG, null);
        }
        if (format == Format.DELTA && !TableFormats.hasDelta()) {
            throw without(source, DELTA, null);
        }
        if (format == Format.DELTA) {
            requireExtension(session, source);
        }
    }

    /** Without it, rows that a deletion vector marks would come back. */
    static void requireExtension(SparkSession session, SourceName source) {
        if (!session.sparkContext().getConf().get("spark.sql.extensions", "").contains(TableFormats.DELTA_EXTENSION)) {
            throw new FinalException("Cannot read " + source + " because Spark's session was started without Delta's"
                    + " extension, and would give deleted rows again; set spark.conf: {spark.sql.extensions: "
                    + TableFormats.DELTA_EXTENSION + "}");
        }
    }

    /** What a failure of Spark says where a catalog of the config is of a format whose JAR is not there. */
    static Optional<BackstoryException> missing(SourceName source, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (!TableFormats.hasIceberg() && message.contains("org.apache.iceberg.")) {
                return Optional.of(without(source, ICEBERG, failure));
            }
            if (!TableFormats.hasDelta()
                    && (message.contains("org.apache.spark.sql.delta.") || message.contains("data source: delta"))) {
                return Optional.of(without(source, DELTA, failure));
            }
        }
        return Optional.empty();
    }

    private static FinalException without(SourceName source, String format, Exception cause) {
        String name = format.equals(ICEBERG) ? "iceberg" : "delta";
        String message = "Cannot read " + source + " because the JAR of " + format
                + " is not on the class path; bring it by setup/tables.sh " + name
                + " and set BACKSTORY_CLASSPATH as that says, or under a cluster add --packages "
                + (format.equals(ICEBERG) ? TableFormats.ICEBERG_PACKAGE : TableFormats.DELTA_PACKAGE);
        return cause == null ? new FinalException(message) : new FinalException(message, cause);
    }
}
