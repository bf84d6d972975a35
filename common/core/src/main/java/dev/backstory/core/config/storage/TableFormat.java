package dev.backstory.core.config.storage;

/** What says which files are a published day: folders and records of Backstory's own, or a table format. */
public enum TableFormat {
    PARQUET,
    ICEBERG,
    DELTA
}
