package dev.backstory.core.config.yaml;

import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.CalendarSettings;
import dev.backstory.core.config.DqSettings;
import dev.backstory.core.config.HistorySettings;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SparkSettings;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.config.input.Arrival;
import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.core.config.input.EventType;
import dev.backstory.core.config.input.Partition;
import dev.backstory.core.config.input.QueryInput;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.input.Sources;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.config.metrics.MetricsSettings;
import dev.backstory.core.config.rule.Constraint;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.core.config.runner.PlatformSettings;
import dev.backstory.core.config.storage.TableSettings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of {@code docs/configuration.md}, by the name of the place they belong to. */
final class SettingsTables {
    private SettingsTables() {}

    static Map<String, String> generate() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("pipeline", keys("", PipelineConfig.class));
        tables.put("storage", keys("storage.", TableSettings.class));
        tables.put("sources", keys("sources.", Sources.class));
        tables.put("source", keys("sources.<source>.", Source.class));
        tables.put("partition", keys("sources.<source>.partition.", Partition.class));
        tables.put("input", keys("sources.<source>.inputs.<name>.", QueryInput.class));
        tables.put("csv", keys("sources.<source>.csv.", CsvSettings.class));
        tables.put("type", keys("sources.events.type.", EventType.class));
        tables.put("columns", columns());
        tables.put("ids", keys("ids.", IdSettings.class));
        tables.put("vocabulary", keys("vocabulary.", VocabularySettings.class));
        tables.put("history", keys("history.", HistorySettings.class));
        tables.put("training", keys("training.", TrainingSettings.class));
        tables.put("spark", keys("spark.", SparkSettings.class));
        tables.put("dq", keys("dq.", DqSettings.class));
        tables.put("step", keys("dq.<step>.", TableRules.class));
        tables.put("rule", keys("dq.<step>.rules[].", Rule.class));
        tables.put("constraints", constraints());
        tables.put("arrival", keys("sources.<source>.arrival.", Arrival.class));
        tables.put("calendar", keys("calendar.", CalendarSettings.class));
        tables.put("metrics", keys("metrics.", MetricsSettings.class));
        tables.put("airflow", keys("airflow.", AirflowSettings.class));
        tables.put("platform", keys("airflow.platform.", PlatformSettings.class));
        return tables;
    }

    private static String keys(String prefix, Class<?> type) {
        return "| key | type | default | example | what it says |\n|-|-|-|-|-|\n"
                + Setting.of(type).stream()
                        .filter(setting -> setting.key() != null)
                        .map(setting -> row(
                                code(prefix + setting.name()),
                                type(setting.type(), setting.given()),
                                defaultOf(setting),
                                code(setting.given().example()),
                                setting.given().doc().replace("|", "\\|")))
                        .collect(Collectors.joining());
    }

    private static String columns() {
        return "| logical name | clicks | carts | orders | events | impressions |\n|-|-|-|-|-|-|\n"
                + Stream.of(
                                "dt",
                                "customer_id",
                                "item_id",
                                "action_time",
                                "ranking_id",
                                "impressions",
                                "is_order",
                                "ordered",
                                "position",
                                "impression_time")
                        .map(logical -> row(
                                code(logical),
                                columnOf(ContractColumns.CLICKS, logical),
                                columnOf(ContractColumns.CARTS, logical),
                                columnOf(ContractColumns.ORDERS, logical),
                                columnOf(ContractColumns.EVENTS, logical),
                                columnOf(ContractColumns.IMPRESSIONS, logical)))
                        .collect(Collectors.joining());
    }

    private static String columnOf(ContractColumns columns, String logical) {
        String name = columns.defaults().get(logical);
        return name != null ? code(name) : columns.optional().contains(logical) ? "if mapped" : "";
    }

    private static String constraints() {
        return "| constraint | needs | may have |\n|-|-|-|\n"
                + Stream.of(Constraint.values())
                        .map(constraint -> row(
                                code(constraint.key()),
                                parameters(constraint)
                                        + (constraint.needsBound()
                                                ? (constraint.needs("column") ? ", and " : "") + "`min`, `max` or both"
                                                : ""),
                                "`level`, `hint`, `where`"))
                        .collect(Collectors.joining());
    }

    private static String parameters(Constraint constraint) {
        return Stream.of("column", "min", "max", "values", "pattern")
                .filter(constraint::needs)
                .map(SettingsTables::code)
                .collect(Collectors.joining(", "));
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    private static String defaultOf(Setting setting) {
        if (setting.required()) {
            return "required";
        }
        return setting.hasDefault() ? code(setting.given().defaultValue()) : "none";
    }

    private static String type(Type type, Key key) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class
                    ? "list of " + type(arguments[0], key) + "s"
                    : "mapping to " + type(arguments[1], key) + "s";
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return AllowedValues.constants(raw).stream()
                    .map(SettingsTables::code)
                    .collect(Collectors.joining(", "));
        }
        if (!Scalars.isScalar(raw)) {
            return raw == Rule.class ? "rule" : "mapping";
        }
        if (raw == String.class) {
            return key.path() ? "path or URI" : "string";
        }
        if (raw == Secret.class) {
            return key.referenceOnly() ? "`${ENV:NAME}`" : "string with `${ENV:NAME}`";
        }
        if (raw == ZoneId.class || raw == Period.class) {
            return raw == ZoneId.class ? "time zone" : "ISO period";
        }
        if (raw == LocalDate.class) {
            return "day";
        }
        String name = raw == double.class ? "number" : raw.getSimpleName().toLowerCase(Locale.ROOT);
        return (raw == int.class || raw == Integer.class ? "integer" : raw == Double.class ? "number" : name)
                + range(key);
    }

    private static String range(Key key) {
        return Double.isInfinite(key.min())
                ? ""
                : ", " + Violations.number(key.min()) + " to " + Violations.number(key.max());
    }
}
