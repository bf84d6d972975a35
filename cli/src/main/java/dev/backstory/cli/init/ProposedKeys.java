package dev.backstory.cli.init;

import dev.backstory.cli.init.column.ColumnProfile;
import dev.backstory.cli.init.column.TypeGuess;
import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.Layout;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.ContractColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a proposed source, as its config has them: only those that differ from their defaults.
 *
 * @param columns by their logical names
 */
record ProposedKeys(
        SourceKind kind,
        FoundSource found,
        Map<String, ColumnProfile> columns,
        Layout layout,
        int firstPosition,
        boolean dayFromTime,
        String timeFormat,
        String dayFormat,
        List<String> without,
        List<String> filters,
        @Nullable TypeGuess types,
        @Nullable ColumnProfile typeColumn,
        @Nullable CsvWriting csv) {

    /** The lines of its keys, without indentation. */
    List<String> lines(String path) {
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
