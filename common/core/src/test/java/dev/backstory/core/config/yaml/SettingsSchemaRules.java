package dev.backstory.core.config.yaml;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.config.input.Partition;
import dev.backstory.core.config.input.QueryInput;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.NeedsOneOf;
import dev.backstory.core.config.rule.Constraint;
import dev.backstory.core.config.rule.Rule;
import java.util.List;
import java.util.stream.Stream;

/** What the constructors of the records check across keys, as far as a JSON Schema can say it. */
final class SettingsSchemaRules {
    private static final List<String> PARAMETERS = List.of("column", "min", "max", "values", "pattern");

    private static final List<String> OF_DATABASES = List.of("url", "user", "password", "partition", "fetch-size");

    private SettingsSchemaRules() {}

    static void add(ObjectNode schema, Class<?> type) {
        NeedsOneOf needs = type.getAnnotation(NeedsOneOf.class);
        if (needs != null) {
            oneRequired(schema.putArray("anyOf"), Stream.of(needs.value()));
        }
        if (type == Source.class) {
            addFormats(schema);
        } else if (type == QueryInput.class) {
            addInputs(schema);
        } else if (type == Partition.class) {
            ObjectNode together = schema.putObject("dependencies");
            together.putArray("from").add("to");
            together.putArray("to").add("from");
        } else if (type == Rule.class) {
            addConstraints(schema);
        }
    }

    private static void oneRequired(ArrayNode alternatives, Stream<String> keys) {
        keys.forEach(key -> alternatives.addObject().putArray("required").add(key));
    }

    private static void addFormats(ObjectNode schema) {
        ObjectNode isJdbc = schema.putObject("if");
        isJdbc.putObject("properties").putObject("format").put("const", "jdbc");
        ObjectNode jdbc = schema.putObject("then");
        jdbc.putArray("required").add("url").add("table");
        jdbc.putObject("properties").put("path", false);
        refuse(jdbc.withObject("/properties"), "query", "inputs");
        ObjectNode table = ifFormat(schema.putObject("else"), "table");
        table.putArray("required").add("table");
        refuse(table.putObject("properties"), with(OF_DATABASES, "path", "query", "inputs"));
        ObjectNode notTable = ((ObjectNode) schema.get("else")).putObject("else");
        ObjectNode query = ifFormat(notTable, "query");
        query.putArray("required").add("query").add("inputs");
        refuse(query.putObject("properties"), with(OF_DATABASES, "path", "table"));
        ObjectNode files = notTable.putObject("else");
        files.putArray("required").add("path");
        refuse(files.putObject("properties"), with(OF_DATABASES, "table", "query", "inputs"));
    }

    private static ObjectNode ifFormat(ObjectNode rule, String format) {
        rule.putObject("if").putObject("properties").putObject("format").put("const", format);
        return rule.putObject("then");
    }

    private static String[] with(List<String> keys, String... more) {
        return Stream.concat(keys.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private static void refuse(ObjectNode properties, String... keys) {
        Stream.of(keys).forEach(key -> properties.put(key, false));
    }

    private static void addInputs(ObjectNode schema) {
        ArrayNode formats = ((ObjectNode) schema.at("/properties/format")).putArray("enum");
        Stream.of("parquet", "orc", "json", "csv", "iceberg", "delta", "table").forEach(formats::add);
        ObjectNode table = ifFormat(schema, "table");
        table.putArray("required").add("table");
        refuse(table.putObject("properties"), "path", "columns", "csv");
        ObjectNode others = schema.putObject("else");
        others.putArray("required").add("path");
        others.putObject("properties").put("table", false);
    }

    private static void addConstraints(ObjectNode schema) {
        ArrayNode names = ((ObjectNode) schema.at("/properties/constraint")).putArray("enum");
        Constraint.keys().forEach(names::add);
        oneRequired(schema.putArray("oneOf"), Stream.of("expression", "constraint", "query"));
        ArrayNode rules = schema.putArray("allOf");
        for (String kind : List.of("expression", "query")) {
            ObjectNode rule = rules.addObject();
            rule.putObject("if").putArray("required").add(kind);
            ObjectNode refused = rule.putObject("then").putObject("properties");
            PARAMETERS.forEach(parameter -> refused.put(parameter, false));
        }
        for (Constraint constraint : Constraint.values()) {
            addConstraint(rules.addObject(), constraint);
        }
    }

    private static void addConstraint(ObjectNode rule, Constraint constraint) {
        ObjectNode named = rule.putObject("if");
        named.putArray("required").add("constraint");
        named.putObject("properties").putObject("constraint").put("const", constraint.key());
        ObjectNode then = rule.putObject("then");
        ArrayNode required = then.putArray("required");
        PARAMETERS.stream().filter(constraint::needs).forEach(required::add);
        ObjectNode refused = then.putObject("properties");
        PARAMETERS.stream()
                .filter(parameter -> !constraint.allows(parameter))
                .forEach(parameter -> refused.put(parameter, false));
        if (constraint.needsBound()) {
            oneRequired(then.putArray("anyOf"), Stream.of("min", "max"));
        }
    }
}
