package dev.backstory.core.run;

/**
 * What a source that keeps each day in a folder of its own had for a day.
 *
 * @param source its name in the config
 * @param files how many files
 * @param bytes their size
 * @param hash of their paths below the source's, their sizes, and when they were last written
 */
public record RawFiles(String source, int files, long bytes, String hash) {}
