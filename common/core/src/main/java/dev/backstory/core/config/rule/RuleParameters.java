package dev.backstory.core.config.rule;

import dev.backstory.core.config.key.NearMiss;
import dev.backstory.core.config.key.Violations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The parameters given with a rule, checked against what its constraint needs. */
record RuleParameters(Map<String, Object> given) {

    static RuleParameters of(
            @Nullable String column,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable List<String> values,
            @Nullable String pattern) {
        Map<String, Object> given = new LinkedHashMap<>();
        putIfGiven(given, "column", column);
        putIfGiven(given, "min", min);
        putIfGiven(given, "max", max);
        putIfGiven(given, "values", values);
        putIfGiven(given, "pattern", pattern);
        return new RuleParameters(given);
    }

    private static void putIfGiven(Map<String, Object> given, String key, @Nullable Object value) {
        if (value != null) {
            given.put(key, value);
        }
    }

    /**
     * @param kind expression, constraint or query
     * @param name the constraint's name; null for the other kinds
     */
    void check(String kind, @Nullable String name, Violations violations) {
        if (name == null) {
            String with = kind.equals("expression") ? "an expression" : "a query";
            given.keySet()
                    .forEach(key -> violations.add(
                            "is not allowed with " + with + "; remove it, or write it into the " + kind, key, kind));
            return;
        }
        Optional<Constraint> constraint = Constraint.named(name);
        if (constraint.isEmpty()) {
            violations.add(
                    "'" + name + "' is not a constraint; allowed: " + String.join(", ", Constraint.keys())
                            + NearMiss.of(name, Constraint.keys()),
                    "constraint");
            return;
        }
        checkPresence(constraint.get(), violations);
        checkValues(violations);
    }

    private void checkPresence(Constraint constraint, Violations violations) {
        for (String parameter : List.of("column", "min", "max", "values", "pattern")) {
            if (constraint.needs(parameter) && !given.containsKey(parameter)) {
                violations.add("is missing; " + constraint.key() + " needs it", parameter, "constraint");
            } else if (!constraint.allows(parameter) && given.containsKey(parameter)) {
                violations.add("is not used by " + constraint.key() + "; remove it", parameter, "constraint");
            }
        }
        if (constraint.needsBound() && !given.containsKey("min") && !given.containsKey("max")) {
            violations.add(constraint.key() + " needs min, max or both", "constraint", "min", "max");
        }
        if (constraint == Constraint.HAS_COMPLETENESS
                && given.get("min") instanceof Double min
                && !(min >= 0 && min <= 1)) {
            violations.add(Violations.number(min) + " is out of range; allowed: a share from 0 to 1", "min");
        }
    }

    private void checkValues(Violations violations) {
        if (given.get("min") instanceof Double min && given.get("max") instanceof Double max && min > max) {
            violations.add(
                    Violations.number(min) + " is more than max, " + Violations.number(max) + "; swap them",
                    "min",
                    "max");
        }
        if (given.get("values") instanceof List<?> values && values.isEmpty()) {
            violations.add("the list is empty; give the values that are allowed", "values");
        }
        if (given.get("pattern") instanceof String pattern) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                violations.add(
                        "'" + pattern + "' is not a regular expression: " + e.getDescription() + " at position "
                                + e.getIndex(),
                        "pattern");
            }
        }
    }
}
