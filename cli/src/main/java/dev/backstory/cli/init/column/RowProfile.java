package dev.backstory.cli.init.column;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a source, from its first rows as JSON texts; fields of objects by their paths. */
public final class RowProfile {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The words that csv files use for a missing value. */
    private static final Set<String> NULLS = Set.of("NA", "N/A", "NULL", "null", "\\N", "None", "NaN", "nan", "(null)");

    private final Map<String, ColumnProfile> columns = new LinkedHashMap<>();
    private final boolean hasNullWords;

    /** @param hasNullWords whether words such as NA may stand for null: in csv */
    public RowProfile(boolean hasNullWords) {
        this.hasNullWords = hasNullWords;
    }

    /** The same columns with other names, in their order. */
    public RowProfile named(List<String> names) {
        RowProfile renamed = new RowProfile(hasNullWords);
        int at = 0;
        for (ColumnProfile column : columns.values()) {
            String name = column.isFolder() ? column.name() : names.get(at++);
            renamed.columns.put(name.toLowerCase(Locale.ROOT), column.named(name));
        }
        return renamed;
    }

    /** Adds a row; a text that is not an object is ignored. */
    public void addRow(String json) {
        try {
            JsonNode row = JSON.readTree(json);
            if (row.isObject()) {
                addObject("", row);
            }
        } catch (IOException notARow) {
            // It will be rejected, with its reason, when the rows are judged.
        }
    }

    public void addFolder(String name, String value) {
        columns.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ColumnProfile(name, true))
                .add(value);
    }

    private void addObject(String prefix, JsonNode object) {
        object.fields().forEachRemaining(field -> {
            String path = prefix + field.getKey();
            if (field.getValue().isObject()) {
                addObject(path + ".", field.getValue());
            } else {
                add(column(path), value(field.getValue()));
            }
        });
    }

    private ColumnProfile column(String path) {
        return columns.computeIfAbsent(path.toLowerCase(Locale.ROOT), key -> new ColumnProfile(path, false));
    }

    /** csv carries lists as their JSON text. */
    private static JsonNode value(JsonNode value) {
        if (!value.isTextual() || !value.textValue().startsWith("[")) {
            return value;
        }
        try {
            JsonNode list = JSON.readTree(value.textValue());
            return list.isArray() ? list : value;
        } catch (IOException text) {
            return value;
        }
    }

    private void add(ColumnProfile column, JsonNode value) {
        if (value.isNull()) {
            column.addNull();
        } else if (value.isArray()) {
            boolean ofStructs = !value.isEmpty() && value.get(0).isObject();
            column.addList(ofStructs);
            for (JsonNode element : value) {
                if (element.isObject()) {
                    element.fields().forEachRemaining(field -> add(column.field(field.getKey()), field.getValue()));
                } else if (!element.isNull()) {
                    column.add(element.asText());
                }
            }
        } else if (hasNullWords && NULLS.contains(value.asText())) {
            column.addNullWord(value.asText());
        } else {
            column.add(value.asText());
        }
    }

    public List<ColumnProfile> columns() {
        return List.copyOf(columns.values());
    }

    /** By its name in any upper and lower case. */
    public Optional<ColumnProfile> find(String name) {
        return Optional.ofNullable(columns.get(name.toLowerCase(Locale.ROOT)));
    }

    public List<String> names() {
        return columns.values().stream().map(ColumnProfile::name).toList();
    }
}
