package dev.backstory.core.config.rule;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that a user wrote: an SQL expression that must be true for every row, a Deequ constraint, or a query that must
 * return no rows.
 *
 * @param constraint one of the names in {@link Constraint}
 * @param query SQL over a view of the day's rows, which has the table's name
 * @param where an SQL condition: only the rows for which it is true are looked at
 */
public record Rule(
        @Key(
                doc = "What the rule is called in the report; unique within its step.",
                example = "known types",
                pattern = ".*\\S.*",
                patternDoc = "a non-empty string")
        String name,

        @Key(
                doc = "An SQL expression that must be true for every row; this, constraint or query.",
                example = "\"action_type in (1, 2, 3)\"")
        @Nullable
        String expression,

        @Key(doc = "A Deequ constraint; this, expression or query.", example = "has-completeness") @Nullable
        String constraint,

        @Key(
                doc =
                        "An SQL query over the day's rows, in a view with the table's name, that must return no row; this,"
                                + " expression or constraint.",
                example = "\"select customer_id from actions group by customer_id having count(*) > 100000\"")
        @Nullable
        String query,

        @Key(doc = "The column the constraint is about.", example = "item_id") @Nullable
        String column,

        @Key(doc = "The smallest value the constraint allows.", example = "0.99") @Nullable
        Double min,

        @Key(doc = "The largest value the constraint allows.", example = "100000") @Nullable
        Double max,

        @Key(doc = "is-contained-in: the values allowed.", example = "[1, 2, 3]", anyScalar = true) @Nullable
        List<String> values,

        @Key(
                doc =
                        "has-pattern: the regular expression every value must match from its first character to its last.",
                example = "\"[a-z0-9]+\"")
        @Nullable
        String pattern,

        @Key(
                doc = "What a broken rule means: fail fails the day, warn is only reported.",
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
        List<String> kinds = kinds(expression, constraint, query);
        if (kinds.isEmpty()) {
            violations.add(
                    "needs an expression, a constraint or a query; add one of them",
                    "expression",
                    "constraint",
                    "query");
        } else if (kinds.size() > 1) {
            violations.add(
                    "has "
                            + String.join(
                                    " and ",
                                    kinds.stream().map(Rule::withArticle).toList())
                            + "; keep one of them, or make a rule of each",
                    kinds.get(kinds.size() - 1),
                    kinds.get(0));
        } else {
            RuleParameters.of(column, min, max, values, pattern).check(kinds.get(0), constraint, violations);
        }
        violations.throwIfAny();
        values = values == null ? null : List.copyOf(values);
    }

    private static List<String> kinds(
            @Nullable String expression, @Nullable String constraint, @Nullable String query) {
        List<String> kinds = new ArrayList<>();
        if (expression != null) {
            kinds.add("expression");
        }
        if (constraint != null) {
            kinds.add("constraint");
        }
        if (query != null) {
            kinds.add("query");
        }
        return kinds;
    }

    private static String withArticle(String kind) {
        return (kind.equals("expression") ? "an " : "a ") + kind;
    }
}
