package dev.backstory.core.run;

/**
 * One finished Parquet file of a day.
 *
 * @param name file name within the day's folder
 * @param rows rows in it
 * @param bytes its size
 */
public record StagedFile(String name, long rows, long bytes) {}
