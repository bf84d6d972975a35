package dev.backstory.core.config.input;

/** How a source of impressions says what was shown together. */
public enum Layout {
    /** A row is an impression; its items are structs in an array. */
    ARRAY,
    /** A row is an item. */
    ROWS,
    /** A row is an impression; its items are ids in an array, and their labels in another. */
    LISTS
}
