package dev.backstory.core.config;

import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.core.config.input.DayFrom;
import dev.backstory.core.config.input.EventType;
import dev.backstory.core.config.input.Layout;
import dev.backstory.core.config.input.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.calendar.TimeFormat;
import dev.backstory.core.config.input.QueryInput;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.digest.Sha256;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of exactly the settings that shape the result of a step: the first 16 hex characters of the
 * SHA-256 of their JSON. Paths and secrets go in as written, so a hash is the same on every machine and reveals nothing of
 * a secret's value.
 */
public final class SettingsHash {
    /** Goes up when the code writes something else for the same settings, so that published days become stale. */
    private static final int LAYOUT_VERSION = 1;

    private static final int HEX_CHARACTERS = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SettingsHash() {}

    /** What shapes a table. */
    public static String of(PipelineConfig config, Table table) {
        return switch (table) {
            case ACTIONS -> actions(config);
            case IMPRESSIONS -> impressions(config);
            case TRAINING -> training(config);
            case HISTORIES -> histories(config);
            case VOCABULARY -> vocabulary(config);
        };
    }

    /** What shapes the table {@code actions}. */
    public static String actions(PipelineConfig config) {
        Map<String, @Nullable Object> settings = start("actions");
        settings.put("timezone", config.timezone().getId());
        putIds(settings, config.ids());
        putTypes(settings, config);
        config.sources().actionSources().forEach((name, source) -> settings.put(name, of(source)));
        return hash(settings);
    }

    /** Only those that events have: a type that is declared for later leaves published days current. */
    private static void putTypes(Map<String, @Nullable Object> settings, PipelineConfig config) {
        Source events = config.sources().events();
        if (events != null && events.type() != null) {
            TreeMap<String, Integer> codes = new TreeMap<>();
            for (String id : events.type().values().values()) {
                config.actionTypes()
                        .ofId(id)
                        .filter(type -> !ActionType.STANDARD.contains(type))
                        .ifPresent(type -> codes.put(id, type.code()));
            }
            if (!codes.isEmpty()) {
                settings.put("types", codes);
            }
        }
    }

    /** What shapes the table {@code impressions}. */
    public static String impressions(PipelineConfig config) {
        Map<String, @Nullable Object> settings = start("impressions");
        settings.put("timezone", config.timezone().getId());
        putIds(settings, config.ids());
        settings.put("impressions", of(config.sources().impressions()));
        return hash(settings);
    }

    /** Ids that are numbers are not said, so that days from before there were others stay current. */
    private static void putIds(Map<String, @Nullable Object> settings, IdSettings ids) {
        for (IdKind kind : IdKind.values()) {
            if (ids.isText(kind)) {
                settings.put("ids-" + kind.id(), ids.of(kind).name());
            }
        }
    }

    /** What shapes the table {@code training}, given its input tables. */
    public static String training(PipelineConfig config) {
        Map<String, @Nullable Object> settings = history("training", config);
        settings.put("columns", new TreeMap<>(config.training().columns()));
        return hash(settings);
    }

    /** What shapes the table {@code histories}, given its input tables. */
    public static String histories(PipelineConfig config) {
        return hash(history("histories", config));
    }

    /** What shapes the table {@code vocabulary}, given the actions. */
    public static String vocabulary(PipelineConfig config) {
        Map<String, @Nullable Object> settings = start("vocabulary");
        settings.put("lookback", config.history().lookback().toString());
        settings.put("missing-days", config.history().missingDays().name());
        settings.put("min-count", config.vocabulary().minCount());
        settings.put("max-items", config.vocabulary().maxItems());
        return hash(settings);
    }

    private static Map<String, @Nullable Object> history(String subject, PipelineConfig config) {
        Map<String, @Nullable Object> settings = start(subject);
        settings.put("timezone", config.timezone().getId());
        settings.put("length", config.history().length());
        settings.put("lookback", config.history().lookback().toString());
        settings.put("missing-days", config.history().missingDays().name());
        settings.put("numbers", config.training().numbers().name());
        return settings;
    }

    /** What the audit of a table judges by. Hints are not part of it. */
    public static String rules(PipelineConfig config, Table table) {
        TableRules rules = config.dq().of(table);
        Map<String, @Nullable Object> settings = start("rules");
        settings.put("max-rejected-share", rules.maxRejectedShare());
        settings.put("allow-empty", rules.allowEmpty());
        if (table == Table.ACTIONS) {
            settings.put("warn-other-day-share", rules.warnOtherDayShare());
            settings.put("max-other-day-share", rules.maxOtherDayShare());
        }
        Map<String, String> awaited = new TreeMap<>();
        config.sources()
                .arrivals(table)
                .forEach((name, arrival) -> awaited.put(name, arrival.then().name()));
        if (!awaited.isEmpty()) {
            settings.put("arrival", awaited);
        }
        LocalDate dataFrom = config.history().dataFrom();
        if ((table.step() == Step.HISTORY || table.step() == Step.VOCABULARY) && dataFrom != null) {
            settings.put("data-from", dataFrom.toString());
        }
        if (!config.calendar().closed().isEmpty()) {
            settings.put(
                    "closed",
                    config.calendar().closed().stream()
                            .map(LocalDate::toString)
                            .sorted()
                            .toList());
        }
        if (!rules.mute().isEmpty()) {
            settings.put(
                    "mute", rules.mute().keySet().stream().map(Warning::key).toList());
        }
        settings.put(
                "fail-on", rules.failOn().stream().map(Warning::key).sorted().toList());
        settings.put("rules", rules.rules().stream().map(SettingsHash::of).toList());
        return hash(settings);
    }

    private static Map<String, @Nullable Object> start(String subject) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("subject", subject);
        settings.put("layout", LAYOUT_VERSION);
        return settings;
    }

    private static Map<String, @Nullable Object> of(Source source) {
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

    private static Map<String, @Nullable Object> of(Rule rule) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("name", rule.name());
        settings.put("expression", rule.expression());
        settings.put("constraint", rule.constraint());
        settings.put("query", rule.query());
        settings.put("column", rule.column());
        settings.put("min", rule.min());
        settings.put("max", rule.max());
        settings.put("values", rule.values());
        settings.put("pattern", rule.pattern());
        settings.put("level", rule.level().name());
        settings.put("where", rule.where());
        return settings;
    }

    private static String hash(Map<String, @Nullable Object> settings) {
        try {
            return Sha256.hex(JSON.writeValueAsString(settings)).substring(0, HEX_CHARACTERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot hash the settings", e);
        }
    }
}
