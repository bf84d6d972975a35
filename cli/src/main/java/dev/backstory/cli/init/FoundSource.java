package dev.backstory.cli.init;

import dev.backstory.core.config.Format;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Files that belong together, and their columns.
 *
 * @param path as the user gave it, with what is below
 * @param csv how it is written; null for other formats
 * @param profile of the first rows
 */
record FoundSource(String path, Format format, @Nullable CsvWriting csv, int files, RowProfile profile) {
    /** In what form its rows are, for people. */
    String writing() {
        return format.name().toLowerCase(Locale.ROOT)
                + (files <= 1 ? "" : String.format(Locale.ROOT, ", %,d files", files));
    }

    FoundSource with(@Nullable CsvWriting other, RowProfile otherProfile) {
        return new FoundSource(path, format, other, files, otherProfile);
    }
}
