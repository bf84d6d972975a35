package dev.backstory.sample;

/**
 * An item of an impression.
 *
 * @param item a {@link Long}, null, or in a text format any text
 */
record ShownItem(Object item, Boolean isOrder) {}
