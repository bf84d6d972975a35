package dev.backstory.core.config;

/** The format of a source. */
public enum Format {
    PARQUET,
    ORC,
    JSON,
    CSV,
    JDBC
}
