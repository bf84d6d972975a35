package dev.backstory.core.config.input;

/** Where the day of a source's rows comes from. */
public enum DayFrom {
    /** A column of its own, or a Hive partition folder. */
    COLUMN,
    /** The row's time, in the pipeline's zone. */
    FROM_TIME
}
