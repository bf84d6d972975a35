package dev.backstory.spark.source;

/**
 * The first rows of a source.
 *
 * @param count of raw rows that were taken; fewer than asked for where there are no more
 */
public record FirstRows(SourceRows rows, int count) {}
