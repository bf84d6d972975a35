package dev.backstory.cli.init;

import dev.backstory.cli.init.column.RowProfile;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Files that belong together, or a table, and their columns.
 *
 * @param path as the user gave it, extended to where the files are; for a table, its name
 * @param csv how it is written; null for other formats
 * @param profile of the first rows
 * @param database the table's; null for files, and tables that are in none
 */
record FoundSource(
        String path,
        Format format,
        @Nullable CsvWriting csv,
        int files,
        RowProfile profile,
        @Nullable Source database) {

    /** Of files, or a table in a folder. */
    FoundSource(String path, Format format, @Nullable CsvWriting csv, int files, RowProfile profile) {
        this(path, format, csv, files, profile, null);
    }

    /** Whether it is identified by its name alone. */
    boolean isTable() {
        return format == Format.JDBC || format == Format.TABLE;
    }

    /** Its name, without its location. */
    String name() {
        return path.substring(path.lastIndexOf(isTable() ? '.' : '/') + 1);
    }

    /** The form of its rows, in words. */
    String writing() {
        return format.name().toLowerCase(Locale.ROOT)
                + (files <= 1 ? "" : String.format(Locale.ROOT, ", %,d files", files));
    }

    FoundSource with(@Nullable CsvWriting other, RowProfile otherProfile) {
        return new FoundSource(path, format, other, files, otherProfile, database);
    }
}
