package dev.backstory.cli.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the first values of a column are, in every writing as text. */
final class ColumnProfile {
    /** Of values, the share that has to be of a kind for the column to be of it: a few are always broken. */
    private static final double MOST = 0.98;

    private final String name;
    private final boolean isFolder;
    private final List<String> values = new ArrayList<>();
    private final Map<String, ColumnProfile> fields = new LinkedHashMap<>();
    private final Set<String> nullWords = new TreeSet<>();
    private int nulls;
    private int lists;
    private int listsOfStructs;

    /** @param isFolder whether it is a Hive partition folder */
    ColumnProfile(String name, boolean isFolder) {
        this.name = name;
        this.isFolder = isFolder;
    }

    /** A column with these values. */
    static ColumnProfile of(String name, String... values) {
        ColumnProfile column = new ColumnProfile(name, false);
        for (String value : values) {
            column.add(value);
        }
        return column;
    }

    String name() {
        return name;
    }

    boolean isFolder() {
        return isFolder;
    }

    void addNull() {
        nulls++;
    }

    /** A text that stands for null. */
    void addNullWord(String word) {
        nulls++;
        nullWords.add(word);
    }

    Set<String> nullWords() {
        return nullWords;
    }

    void add(String value) {
        values.add(value);
    }

    /** A list; its elements, or what the fields of its structs hold, are added to this column or {@link #field}. */
    void addList(boolean ofStructs) {
        lists++;
        listsOfStructs += ofStructs ? 1 : 0;
    }

    /** The same under another name. */
    ColumnProfile named(String other) {
        ColumnProfile copy = new ColumnProfile(other, isFolder);
        copy.values.addAll(values);
        copy.nulls = nulls;
        copy.nullWords.addAll(nullWords);
        return copy;
    }

    ColumnProfile field(String fieldName) {
        return fields.computeIfAbsent(fieldName, key -> new ColumnProfile(key, false));
    }

    List<ColumnProfile> fields() {
        return List.copyOf(fields.values());
    }

    boolean isList() {
        return lists > 0;
    }

    boolean isListOfStructs() {
        return listsOfStructs > 0;
    }

    /** Values that are not null; of a list, its elements. */
    List<String> values() {
        return values;
    }

    Set<String> distinct() {
        return new LinkedHashSet<>(values);
    }

    int nulls() {
        return nulls;
    }

    /** The share of rows without a value. */
    double nullShare() {
        int rows = nulls + (isList() ? lists : values.size());
        return rows == 0 ? 0 : (double) nulls / rows;
    }

    /** Whether nearly all values are of a kind, and there are any. */
    boolean isMostly(Predicate<String> kind) {
        long count = values.stream().filter(kind).count();
        return count > 0 && count >= MOST * values.size();
    }
}
