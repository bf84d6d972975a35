package dev.backstory.core.config.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.FreeSettings;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Secret;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JSON Schema (draft 7, which editors know best) of the settings records. */
final class SettingsSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String NOT_BLANK = "\\S";

    private SettingsSchema() {}

    static ObjectNode generate() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Backstory pipeline.yaml");
        schema.setAll(ofRecord(PipelineConfig.class, null));
        ObjectNode definitions = schema.putObject("definitions");
        definitions.set("step-rules", ofRecord(TableRules.class, null));
        return schema;
    }

    private static ObjectNode ofRecord(Class<?> type, @Nullable ContractColumns columns) {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        ArrayNode required = JSON.arrayNode();
        ObjectNode properties = schema.putObject("properties");
        for (Setting setting : Setting.of(type)) {
            if (setting.key() != null) {
                properties.set(
                        setting.name(),
                        documented(
                                setting,
                                ofType(
                                        setting.type(),
                                        setting.given(),
                                        setting.name().equals(Binder.COLUMNS) ? columns : null)));
            }
            if (setting.required()) {
                required.add(setting.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        SettingsSchemaRules.add(schema, type);
        return schema;
    }

    private static ObjectNode documented(Setting setting, ObjectNode schema) {
        ObjectNode documented = JSON.objectNode();
        documented.put("description", setting.given().doc());
        documented.setAll(schema);
        if (setting.hasDefault() && !setting.given().defaultValue().equals("{}")) {
            try {
                documented.set("default", YAML.readTree(setting.given().defaultValue()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(setting.name(), e);
            }
        }
        return documented;
    }

    private static ObjectNode ofType(Type type, Key key, @Nullable ContractColumns inherited) {
        ContractColumns columns = Stream.of(key.columns()).findFirst().orElse(inherited);
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == List.class
                    ? ofList(generic.getActualTypeArguments()[0], key)
                    : ofMap(generic.getActualTypeArguments(), key, columns);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == TableRules.class) {
            ObjectNode schema = JSON.objectNode();
            schema.putArray("allOf").addObject().put("$ref", "#/definitions/step-rules");
            return schema;
        }
        if (raw == FreeSettings.class) {
            return JSON.objectNode().put("type", "object");
        }
        return Scalars.isScalar(raw) ? ofScalar(raw, key) : ofRecord(raw, columns);
    }

    private static ObjectNode ofList(Type element, Key key) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", ofType(element, key, null));
        return schema;
    }

    private static ObjectNode ofMap(Type[] arguments, Key key, @Nullable ContractColumns columns) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        Type element = arguments[1];
        if (arguments[0] instanceof Class<?> named && named.isEnum()) {
            schema.put("additionalProperties", false);
            ObjectNode properties = schema.putObject("properties");
            AllowedValues.constants(named).forEach(name -> properties.set(name, ofType(element, key, null)));
            return schema;
        }
        boolean ofMaps = element instanceof ParameterizedType;
        if (columns != null) {
            schema.put("additionalProperties", false);
            ObjectNode properties = schema.putObject("properties");
            columns.defaults()
                    .forEach((logical, name) -> properties
                            .putObject(logical)
                            .put("type", "string")
                            .put(
                                    "pattern",
                                    columns == ContractColumns.TRAINING ? "^[A-Za-z_][A-Za-z0-9_]*$" : NOT_BLANK)
                            .put("default", name));
            columns.optional()
                    .forEach(logical ->
                            properties.putObject(logical).put("type", "string").put("pattern", NOT_BLANK));
            return schema;
        }
        if (ofMaps) {
            schema.put("additionalProperties", false);
            ObjectNode properties = schema.putObject("properties");
            Type[] inner = ((ParameterizedType) element).getActualTypeArguments();
            Stream.of(key.keys()).forEach(name -> properties.set(name, ofMap(inner, key, null)));
            return schema;
        }
        if (key.keys().length > 0 && key.keyPrefix().isEmpty()) {
            schema.put("additionalProperties", false);
            ObjectNode properties = schema.putObject("properties");
            Stream.of(key.keys()).forEach(name -> properties.set(name, ofType(element, key, null)));
            return schema;
        }
        schema.putObject("propertyNames").put("pattern", "^" + key.keyPrefix().replace(".", "\\."));
        schema.set("additionalProperties", ofType(element, key, null));
        return schema;
    }

    private static ObjectNode ofScalar(Class<?> type, Key key) {
        ObjectNode schema = JSON.objectNode();
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == double.class
                || type == Double.class) {
            schema.put("type", type == double.class || type == Double.class ? "number" : "integer");
            if (!Double.isInfinite(key.min())) {
                schema.put("minimum", (long) key.min()).put("maximum", (long) key.max());
            }
        } else if (type == boolean.class) {
            schema.put("type", "boolean");
        } else if (type.isEnum()) {
            ArrayNode values = schema.putArray("enum");
            AllowedValues.constants(type).forEach(values::add);
        } else if (key.anyScalar()) {
            schema.putArray("type").add("string").add("number").add("boolean");
            if (type == Secret.class) {
                schema.put("pattern", NOT_BLANK);
            }
        } else {
            schema.put("type", "string").put("pattern", pattern(type, key));
        }
        return schema;
    }

    private static String pattern(Class<?> type, Key key) {
        if (type == Period.class) {
            return "^P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$";
        }
        if (type == LocalDate.class) {
            return "^" + TimeScalars.DAY + "$";
        }
        if (key.referenceOnly()) {
            return "^\\$\\{ENV:[A-Za-z_][A-Za-z0-9_]*\\}$";
        }
        return key.pattern().isEmpty() ? NOT_BLANK : "^(?:" + key.pattern() + ")$";
    }
}
