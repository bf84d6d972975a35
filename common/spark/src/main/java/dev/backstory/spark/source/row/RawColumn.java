package dev.backstory.spark.source.row;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * A column of a source before its values are judged.
 *
 * @param name what the source calls it, for reasons
 * @param value its values, of the type that the kind says
 */
public record RawColumn(Column name, Column value, Kind kind) {
    public enum Kind {
        /** A string that has to be read as what the column should be. */
        TEXT,
        /** A bigint. */
        INTEGER,
        /** A boolean. */
        FLAG,
        /** A date. */
        DAY,
        /** Microseconds since the epoch, as a bigint. */
        MICROS,
        /** An array of structs. */
        ITEMS
    }

    public static RawColumn text(String name, Column value) {
        return new RawColumn(lit(name), value, Kind.TEXT);
    }
}
