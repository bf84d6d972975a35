package dev.backstory.spark.source.row;

/** What a value of a source is, whatever the format calls it. */
public enum SourceType {
    TEXT,
    /** A whole number of at most 64 bits. */
    INTEGER,
    /** A decimal without digits behind its point; it may have more than 64 bits. */
    WHOLE_DECIMAL,
    /** Any other number. */
    FRACTION,
    BOOLEAN,
    DATE,
    /** A point in time. */
    INSTANT,
    /** A date and time without a zone. */
    WALL_CLOCK,
    /** An array of structs. */
    STRUCTS,
    /** An array of texts, numbers or booleans. */
    LIST,
    /** Whatever no column can be. */
    OTHER
}
