package dev.backstory.core.config;

/** The number types of the training table: bigint and int, or int and tinyint. */
public enum Numbers {
    WIDE,
    NARROW
}
