package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.TimeGuess;
import dev.backstory.cli.init.column.TypeGuess;
import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Layout;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.ContractColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
        List<String> lines = new ArrayList<>();
        lines.add("format: " + found.format().name().toLowerCase(Locale.ROOT));
        placeKeys(path, lines);
        csvKeys().ifPresent(keys -> lines.add("csv: " + keys));
        if (layout != Layout.ARRAY) {
            lines.add("layout: " + layout.name().toLowerCase(Locale.ROOT));
        }
        String mapped = columnKeys();
        if (!mapped.isEmpty()) {
            lines.add("columns: {" + mapped + "}");
        }
        if (firstPosition != 0) {
            lines.add("first-position: " + firstPosition);
        }
        if (dayFromTime) {
            lines.add("dt: from-time");
        }
        if (!TimeFormat.isIso(timeFormat)) {
            lines.add("time-format: " + YamlText.plain(timeFormat));
        }
        if (!TimeFormat.isIso(dayFormat)) {
            lines.add("day-format: " + YamlText.plain(dayFormat));
        }
        if (!without.isEmpty()) {
            lines.add("without: [" + String.join(", ", without) + "]");
        }
        typeKeys().ifPresent(keys -> lines.add("type: " + keys));
        if (!filters.isEmpty()) {
            lines.add("where: " + YamlText.plain(String.join(" and ", filters)));
        }
        return lines;
    }

    private void placeKeys(String path, List<String> lines) {
        if (!found.isTable()) {
            lines.add("path: " + YamlText.plain(path));
            return;
        }
        Source database = found.database();
        if (database != null) {
            lines.add("url: "
                    + YamlText.plain(Objects.requireNonNull(database.url()).asWritten()));
        }
        lines.add("table: " + YamlText.plain(found.path()));
        if (database != null && database.user() != null) {
            lines.add("user: " + YamlText.plain(database.user()));
        }
        if (database != null && database.password() != null) {
            lines.add("password: \"" + database.password().asWritten() + "\"");
        }
    }

    private Optional<String> csvKeys() {
        CsvWriting writing = csv;
        if (writing == null) {
            return Optional.empty();
        }
        List<String> keys = new ArrayList<>();
        if (!writing.settings().separator().equals(",")) {
            keys.add("separator: " + YamlText.inFlow(writing.settings().separator()));
        }
        if (!writing.settings().encoding().equals("UTF-8")) {
            keys.add("encoding: " + writing.settings().encoding());
        }
        if (!writing.settings().header().isEmpty()) {
            keys.add("header: " + list(writing.settings().header()));
        }
        if (!writing.settings().nulls().isEmpty()) {
            keys.add("nulls: " + list(writing.settings().nulls()));
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of("{" + String.join(", ", keys) + "}");
    }

    /** Only the names that differ from the default. */
    private String columnKeys() {
        ContractColumns contract = ContractColumns.valueOf(kind.name());
        return contract.names().stream()
                .filter(columns::containsKey)
                .filter(logical ->
                        !columns.get(logical).name().equals(contract.defaults().get(logical)))
                .map(logical ->
                        logical + ": " + YamlText.inFlow(columns.get(logical).name()))
                .collect(Collectors.joining(", "));
    }

    private Optional<String> typeKeys() {
        TypeGuess guess = types;
        ColumnProfile column = typeColumn;
        if (guess == null || column == null) {
            return Optional.empty();
        }
        List<String> ignored = new ArrayList<>(guess.ignored());
        ignored.addAll(guess.unknown().keySet());
        String values = guess.values().entrySet().stream()
                .map(value -> YamlText.inFlow(value.getKey()) + ": " + value.getValue())
                .collect(Collectors.joining(", "));
        return Optional.of("{column: " + YamlText.inFlow(column.name()) + ", values: {" + values + "}"
                + (ignored.isEmpty() ? "" : ", ignore: " + list(ignored)) + "}");
    }

    private static String list(List<String> texts) {
        return texts.stream().map(YamlText::inFlow).collect(Collectors.joining(", ", "[", "]"));
    }
}
