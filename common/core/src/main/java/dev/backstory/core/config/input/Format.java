package dev.backstory.core.config.input;

/** The format of a source. */
public enum Format {
    PARQUET,
    ORC,
    JSON,
    CSV,
    /** An Iceberg table by its folder. */
    ICEBERG,
    /** A Delta table by its folder. */
    DELTA,
    /** A table of a catalog that the Spark session knows. */
    TABLE,
    /** The result of a query over files and tables. */
    QUERY,
    /** A table of a database. */
    JDBC;

    /** Whether it is a table that Spark reads by a log or a catalog, and not file by file. */
    public boolean isTable() {
        return this == ICEBERG || this == DELTA || this == TABLE;
    }
}
