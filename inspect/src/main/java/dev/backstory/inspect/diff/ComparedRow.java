package dev.backstory.inspect.diff;

import java.util.Map;

/** A row of either side. All rows of a comparison are of one class. */
interface ComparedRow {
    long customer();

    /** The order of the table's files, as far as it goes: 0 for rows whose order among themselves is not fixed. */
    int compareOrder(ComparedRow other);

    /** Whether both are the same in everything. */
    boolean isSame(ComparedRow other);

    /** Of rows that are equal in order: those of one identity are one row that changed, others are not the same row. */
    Object identity();

    /** What identifies the row, for people. */
    String describe();

    /** All but its history, by column. */
    Map<String, Object> values();
}
