package dev.backstory.core.config;

import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.core.config.input.DayFrom;
import dev.backstory.core.config.input.EventType;
import dev.backstory.core.config.input.Layout;
import dev.backstory.core.config.input.QueryInput;
import dev.backstory.core.config.input.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings of a source that shape what is read of it. */
final class HashedSource {
    private HashedSource() {}

    static Map<String, @Nullable Object> of(Source source) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("format", source.format().name());
        settings.put("path", source.pathAsWritten());
        settings.put("url", source.url() == null ? null : source.url().asWritten());
        settings.put("table", source.table());
        settings.put("columns", new TreeMap<>(source.columns()));
        addReading(source, settings);
        return settings;
    }

    /** Only what differs from the default, so that a key of a later version leaves published days current. */
    private static void addReading(Source source, Map<String, @Nullable Object> settings) {
        if (source.query() != null) {
            settings.put("query", source.query());
            Map<String, Object> inputs = new TreeMap<>();
            source.inputs().forEach((name, input) -> inputs.put(name, of(input)));
            settings.put("inputs", inputs);
        }
        if (source.dt() != DayFrom.COLUMN) {
            settings.put("dt", source.dt().name());
        }
        if (!TimeFormat.isIso(source.timeFormat())) {
            settings.put("time-format", source.timeFormat());
        }
        if (!TimeFormat.isIso(source.dayFormat())) {
            settings.put("day-format", source.dayFormat());
        }
        if (!source.constants().isEmpty()) {
            settings.put("constants", new TreeMap<>(source.constants()));
        }
        if (!source.without().isEmpty()) {
            settings.put("without", source.without().stream().sorted().toList());
        }
        if (source.where() != null) {
            settings.put("where", source.where());
        }
        if (!source.csvSettings().equals(CsvSettings.STANDARD)) {
            settings.put("csv", source.csvSettings().toString());
        }
        if (source.layout() != Layout.ARRAY) {
            settings.put("layout", source.layout().name());
        }
        if (source.firstPosition() != 0) {
            settings.put("first-position", source.firstPosition());
        }
        EventType type = source.type();
        if (type != null) {
            settings.put(
                    "type",
                    List.of(
                            type.column(),
                            new TreeMap<>(type.values()),
                            type.ignore().stream().sorted().toList()));
        }
    }

    private static Map<String, @Nullable Object> of(QueryInput input) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("format", input.format().name());
        settings.put("path", input.pathAsWritten());
        settings.put("table", input.table());
        settings.put("columns", input.columns());
        settings.put("csv", input.csv() == null ? null : input.csv().toString());
        return settings;
    }
}
