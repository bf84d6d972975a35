package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.TimeGuess;
import dev.backstory.cli.init.column.TypeGuess;
import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source of the proposed config: its keys, each with the doubts about it. */
final class ProposedSource {
    private final SourceKind kind;
    private final FoundSource found;
    private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    private final List<String> doubts = new ArrayList<>();
    private final List<String> without = new ArrayList<>();
    private final List<String> filters = new ArrayList<>();
    private boolean dayFromTime;
    private String timeFormat = TimeFormat.ISO;
    private String dayFormat = TimeFormat.ISO;
    private boolean timesSayZone = true;
    private Layout layout = Layout.ARRAY;
    private int firstPosition;
    private @Nullable TypeGuess types;
    private @Nullable ColumnProfile typeColumn;
    private @Nullable CsvWriting csv;

    ProposedSource(SourceKind kind, FoundSource found) {
        this.kind = kind;
        this.found = found;
        this.csv = found.csv();
    }

    SourceKind kind() {
        return kind;
    }

    FoundSource found() {
        return found;
    }

    void map(String logical, ColumnProfile column) {
        columns.put(logical, column);
    }

    void unmap(String logical) {
        columns.remove(logical);
    }

    List<ColumnProfile> mapped() {
        return List.copyOf(columns.values());
    }

    boolean isWithoutRanking() {
        return layout == Layout.ROWS && without.contains("ranking_id");
    }

    /** The column of a logical name, where it has one. */
    Optional<ColumnProfile> column(String logical) {
        return Optional.ofNullable(columns.get(logical));
    }

    /** The columns that a logical name was given to. */
    boolean isTaken(ColumnProfile column) {
        return columns.containsValue(column) || column.equals(typeColumn);
    }

    void doubt(String text) {
        doubts.add(text);
    }

    List<String> doubts() {
        return doubts;
    }

    void without(String logical) {
        without.add(logical);
    }

    void dayFromTime() {
        dayFromTime = true;
    }

    boolean isDayFromTime() {
        return dayFromTime;
    }

    void times(TimeGuess guess) {
        timeFormat = guess.format();
        timesSayZone = guess.hasZone();
    }

    void days(TimeGuess guess) {
        dayFormat = guess.format();
    }

    boolean saysZone() {
        return timesSayZone;
    }

    void layout(Layout chosen, int first) {
        layout = chosen;
        firstPosition = first;
    }

    void types(ColumnProfile column, TypeGuess guess) {
        typeColumn = column;
        types = guess;
    }

    void csv(CsvWriting writing) {
        csv = writing;
    }

    void filter(String condition) {
        filters.add(condition);
    }

    /** The lines of its keys, without indentation. */
    List<String> keys(String path) {
        return new ProposedKeys(
                        kind,
                        found,
                        columns,
                        layout,
                        firstPosition,
                        dayFromTime,
                        timeFormat,
                        dayFormat,
                        without,
                        filters,
                        types,
                        typeColumn,
                        csv)
                .lines(path);
    }
}
