package dev.backstory.spark.source.row;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.lake.files.FileFault;
import java.io.EOFException;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A source as the config names it, and what is said when it cannot be read. */
public record SourceName(String name) implements Serializable {
    /** What the column is called, in messages, by which a table of a database is read in parts. */
    public static final String PARTITION = "partition";

    private static final String INPUTS = ".inputs.";
    private static final Map<String, String> FORMATS = new TreeMap<>(Map.of(
            ".csv", "csv", ".tsv", "csv", ".json", "json", ".ndjson", "json", ".orc", "orc", ".parquet", "parquet"));
    private static final Map<Character, String> SEPARATORS =
            new TreeMap<>(Map.of(';', ";", '\t', "tab", '|', "|", ',', ","));

    public BackstoryException missingColumn(String logical, String column, Collection<String> there, String where) {
        return new FinalException("Cannot read " + this + " because its column '" + column + "' (" + shown(logical)
                + ") is missing in " + where + "; there are: " + (there.isEmpty() ? "none" : String.join(", ", there))
                + ". "
                + otherSeparator(there).orElse("Name the right one in " + setting(logical) + withoutADay(logical)));
    }

    /** One column whose name holds what other files put between columns is a file that was taken apart wrongly. */
    private Optional<String> otherSeparator(Collection<String> there) {
        if (there.size() != 1) {
            return Optional.empty();
        }
        String only = there.iterator().next();
        return SEPARATORS.entrySet().stream()
                .filter(each -> only.indexOf(each.getKey()) >= 0)
                .map(each -> "Its fields seem to be separated otherwise: set sources." + name + ".csv: {separator: \""
                        + each.getValue() + "\"}")
                .findFirst();
    }

    private String withoutADay(String logical) {
        return logical.equals("dt") && !isInput()
                ? ", or set sources." + name + ".dt: from-time where the day is that of the time"
                : "";
    }

    public BackstoryException doubledColumn(String logical, String column, String where) {
        return new FinalException("Cannot read " + this + " because '" + column + "' (" + shown(logical)
                + ") is the name of more than one column in " + where + "; rename one of them");
    }

    /** @param alike columns of this name in other upper and lower case */
    public BackstoryException ambiguousColumn(String logical, String column, List<String> alike, String where) {
        return new FinalException("Cannot read " + this + " because '" + column + "' (" + shown(logical)
                + ") may be any of "
                + String.join(", ", alike) + " in " + where + "; write the right one as it is spelled in "
                + setting(logical));
    }

    /** @param formatKey the key of the source that says how such a value is read; null where there is none */
    public BackstoryException wrongType(
            String logical, String column, String type, String needed, String where, @Nullable String formatKey) {
        String format = formatKey == null
                ? ""
                : "say what it counts in sources." + name + "." + formatKey + " (epoch-millis, or another), ";
        return new FinalException("Cannot read " + this + " because its column '" + column + "' (" + shown(logical)
                + ") is of type " + type + " in " + where + ", where " + needed + " is needed; " + format
                + "map another column in " + setting(logical) + ", or convert it");
    }

    /** Where the config names a column. */
    private String setting(String logical) {
        String source = "sources." + name;
        if (logical.startsWith(SourceShape.CONDITION)) {
            return source + (isInput() ? ".columns" : ".where");
        }
        if (logical.equals(PARTITION)) {
            return source + ".partition.column";
        }
        return source + (logical.equals(SourceShape.EVENT_TYPE) ? ".type.column" : ".columns." + logical);
    }

    private String shown(String logical) {
        if (!logical.startsWith(SourceShape.CONDITION)) {
            return logical;
        }
        return isInput() ? "columns" : SourceShape.CONDITION.strip();
    }

    /** What a query of this source may name. */
    public SourceName input(String input) {
        return new SourceName(name + INPUTS + input);
    }

    private boolean isInput() {
        return name.contains(INPUTS);
    }

    public BackstoryException unknownType(String column, String where) {
        return new FinalException("Cannot read " + this + " because the type of the column '" + column + "' in " + where
                + " is newer than the Parquet of this Spark; write the file without it, or as an older type");
    }

    /** @param path of a file or folder */
    public BackstoryException noPermission(String path, Throwable cause) {
        return new FinalException(
                "Cannot read " + this + " because user " + System.getProperty("user.name")
                        + " has no permission to read " + path + "; grant it, or correct sources." + name + ".path",
                cause);
    }

    /** Not final, but for a lack of permission: a file that is still being written looks like this too. */
    public BackstoryException unreadableFile(String path, String format, Throwable cause) {
        if (FileFault.isDenied(cause)) {
            return noPermission(path, cause);
        }
        return new BackstoryException(
                "Cannot read " + this + " because " + path + " is not a complete " + format + " file ("
                        + firstLine(cause) + "); "
                        + otherFormat(path, format)
                                .map(other -> "its name says " + other + ": correct sources." + name + ".format")
                                .orElse("write the file again, or remove it"),
                cause);
    }

    /** What a file's name says that it is, if that is not what it is read as. */
    private static Optional<String> otherFormat(String path, String format) {
        String file = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return FORMATS.entrySet().stream()
                .filter(each -> file.contains(each.getKey()) && !each.getValue().equals(format))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public static String firstLine(Throwable cause) {
        String message = cause.getMessage();
        if (message == null && cause instanceof EOFException) {
            return "the end is missing";
        }
        if (message == null && cause instanceof RuntimeException) {
            return "its bytes make no sense to the reader";
        }
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }

    @Override
    public String toString() {
        return "source " + name;
    }
}
