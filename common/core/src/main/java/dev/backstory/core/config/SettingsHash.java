package dev.backstory.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.digest.Sha256;
import java.util.LinkedHashMap;
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
        config.sources().actionSources().forEach((name, source) -> settings.put(name, HashedSource.of(source)));
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
        settings.put("impressions", HashedSource.of(config.sources().impressions()));
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
        Map<String, @Nullable Object> settings = start("rules");
        HashedRules.put(config, table, settings);
        return hash(settings);
    }

    private static Map<String, @Nullable Object> start(String subject) {
        Map<String, @Nullable Object> settings = new LinkedHashMap<>();
        settings.put("subject", subject);
        settings.put("layout", LAYOUT_VERSION);
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
