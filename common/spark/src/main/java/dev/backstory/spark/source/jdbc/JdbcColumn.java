package dev.backstory.spark.source.jdbc;

import dev.backstory.spark.source.row.SourceType;
import java.io.Serializable;
import java.sql.Types;
import java.util.Locale;

/**
 * A column as JDBC describes it.
 *
 * @param type of {@link Types}
 */
record JdbcColumn(String name, int type, String typeName, int scale) implements Serializable {
    /** A type that JDBC has no name for (uuid, json, an enum) is text. */
    SourceType sourceType(JdbcDialect dialect) {
        if (dialect == JdbcDialect.MYSQL && typeName.toUpperCase(Locale.ROOT).startsWith("TINYINT")) {
            // A tinyint(1) is called a boolean, and may be any number.
            return SourceType.INTEGER;
        }
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> SourceType.INTEGER;
            case Types.NUMERIC, Types.DECIMAL -> scale == 0 ? SourceType.WHOLE_DECIMAL : SourceType.FRACTION;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> SourceType.FRACTION;
            case Types.BIT, Types.BOOLEAN -> SourceType.BOOLEAN;
            case Types.DATE -> SourceType.DATE;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                isInstant(dialect) ? SourceType.INSTANT : SourceType.WALL_CLOCK;
            case Types.TIME, Types.TIME_WITH_TIMEZONE, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                SourceType.OTHER;
            default -> SourceType.TEXT;
        };
    }

    private boolean isInstant(JdbcDialect dialect) {
        String name = typeName.toLowerCase(Locale.ROOT);
        return (dialect == JdbcDialect.MYSQL && name.startsWith("timestamp"))
                || type == Types.TIMESTAMP_WITH_TIMEZONE
                || name.equals("timestamptz")
                || name.contains("with time zone")
                || name.contains("with local time zone");
    }
}
