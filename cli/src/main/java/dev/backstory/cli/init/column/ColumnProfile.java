package dev.backstory.cli.init.column;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The first values of a column, as texts whatever the format. */
public final class ColumnProfile {
    /** The share of values that must be of a kind for the column to be of that kind: a few are always broken. */
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
    public static ColumnProfile of(String name, String... values) {
        ColumnProfile column = new ColumnProfile(name, false);
        for (String value : values) {
            column.add(value);
        }
        return column;
    }

    public String name() {
        return name;
    }

    public boolean isFolder() {
        return isFolder;
    }

    public void addNull() {
        nulls++;
    }

    /** A text that stands for null. */
    public void addNullWord(String word) {
        nulls++;
        nullWords.add(word);
    }

    public Set<String> nullWords() {
        return nullWords;
    }

    public void add(String value) {
        values.add(value);
    }

    /** A list; its elements, or what the fields of its structs hold, are added to this column or {@link #field}. */
    public void addList(boolean ofStructs) {
        lists++;
        listsOfStructs += ofStructs ? 1 : 0;
    }

    /** The same under another name. */
    public ColumnProfile named(String other) {
        ColumnProfile copy = new ColumnProfile(other, isFolder);
        copy.values.addAll(values);
        copy.nulls = nulls;
        copy.nullWords.addAll(nullWords);
        return copy;
    }

    public ColumnProfile field(String fieldName) {
        return fields.computeIfAbsent(fieldName, key -> new ColumnProfile(key, false));
    }

    public List<ColumnProfile> fields() {
        return List.copyOf(fields.values());
    }

    public boolean isList() {
        return lists > 0;
    }

    public boolean isListOfStructs() {
        return listsOfStructs > 0;
    }

    /** Values that are not null; of a list, its elements. */
    public List<String> values() {
        return values;
    }

    public Set<String> distinct() {
        return new LinkedHashSet<>(values);
    }

    public int nulls() {
        return nulls;
    }

    /** The share of rows without a value. */
    public double nullShare() {
        int rows = nulls + (isList() ? lists : values.size());
        return rows == 0 ? 0 : (double) nulls / rows;
    }

    /** Whether nearly all values are of a kind, and there are any. */
    public boolean isMostly(Predicate<String> kind) {
        long count = values.stream().filter(kind).count();
        return count > 0 && count >= MOST * values.size();
    }
}
