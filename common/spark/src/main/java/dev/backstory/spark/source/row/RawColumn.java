package dev.backstory.spark.source.row;

import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * A column of a source before its values are judged.
 *
 * @param name what the source calls it, for reasons
 * @param value its values: strings of TEXT, which have to be read as what the column should be; bigints of INTEGER;
 *     booleans of BOOLEAN; dates of DATE; bigints of INSTANT, microseconds since the epoch; arrays of STRUCTS; arrays
 *     of strings of LIST
 * @param type one of these seven
 */
public record RawColumn(Column name, Column value, SourceType type) {
    public static RawColumn text(String name, Column value) {
        return new RawColumn(lit(name), value, SourceType.TEXT);
    }
}
