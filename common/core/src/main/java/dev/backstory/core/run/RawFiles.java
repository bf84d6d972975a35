package dev.backstory.core.run;

import org.jspecify.annotations.Nullable;

/**
 * What a source that keeps each day in a folder of its own had for a day, or which version of a table was read for it.
 *
 * @param source its name in the config
 * @param files how many files
 * @param bytes their size
 * @param hash of their paths below the source's, their sizes, and when they were last written
 * @param version of a table, such as {@code version 12} or {@code snapshot 439}; null of files
 */
public record RawFiles(
        String source,
        int files,
        long bytes,
        String hash,
        @Nullable String version) {

    public RawFiles(String source, int files, long bytes, String hash) {
        this(source, files, bytes, hash, null);
    }

    /** Of a table, whose files only its log knows. */
    public static RawFiles ofTable(String source, String version) {
        return new RawFiles(source, 0, 0, "", version);
    }
}
