package dev.backstory.inspect.diff;

import java.util.Map;

/** A row of either side. All rows of a comparison have the same class. */
interface ComparedRow {
    long customer();

    /**
     * Compares by the order of the table's files, as far as that goes: 0 for rows whose order among themselves is not
     * fixed.
     */
    int compareOrder(ComparedRow other);

    /** Whether both are the same in every value. */
    boolean isSame(ComparedRow other);

    /**
     * For rows that are equal in order: with the same identity they are one row that changed, otherwise two different
     * rows.
     */
    Object identity();

    /** What identifies the row, for people. */
    String describe();

    /** All values but its history, by column. */
    Map<String, Object> values();
}
