package dev.backstory.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the user's own: an SQL expression that must be true for every row, or a Deequ constraint.
 *
 * @param constraint one of the names in {@link Constraint}
 * @param where an SQL condition: only the rows for which it is true are looked at
 */
public record Rule(
        @Key(
                doc = "What the rule is called in the report; unique within its step.",
                example = "known types",
                pattern = ".*\\S.*",
                patternDoc = "a text that is not empty")
        String name,

        @Key(
                doc = "An SQL expression that must be true for every row; this or constraint.",
                example = "\"action_type in (1, 2, 3)\"")
        @Nullable
        String expression,

        @Key(doc = "A Deequ constraint; this or expression.", example = "has-completeness") @Nullable
        String constraint,

        @Key(doc = "The column the constraint is about.", example = "item_id") @Nullable
        String column,

        @Key(doc = "The smallest value the constraint allows.", example = "0.99") @Nullable
        Double min,

        @Key(doc = "The largest value the constraint allows.", example = "100000") @Nullable
        Double max,

        @Key(doc = "is-contained-in: the values allowed.", example = "[1, 2, 3]", anyScalar = true) @Nullable
        List<String> values,

        @Key(doc = "has-pattern: the regular expression every value must match.", example = "\"[a-z0-9]+\"") @Nullable
        String pattern,

        @Key(
                doc = "What a broken rule means: fail refuses the day, warn is only reported.",
                example = "warn",
                defaultValue = "fail")
        Level level,

        @Key(doc = "What to do about it, for whoever reads the report.", example = "ask the shop team") @Nullable
        String hint,

        @Key(doc = "An SQL condition: only rows for which it is true are looked at.", example = "\"label = 1\"")
        @Nullable
        String where) {

    public Rule {
        Violations violations = new Violations();
        if (expression == null && constraint == null) {
            violations.add("needs an expression or a constraint; add one of them", "expression", "constraint");
        } else if (expression != null && constraint != null) {
            violations.add(
                    "has an expression and a constraint; keep one of them, or make two rules",
                    "constraint",
                    "expression");
        } else {
            RuleParameters.of(column, min, max, values, pattern).check(constraint, violations);
        }
        violations.throwIfAny();
        values = values == null ? null : List.copyOf(values);
    }
}
