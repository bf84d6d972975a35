package dev.backstory.dq.rule;

import dev.backstory.core.config.rule.Rule;

/** A user's rule in words, and its names and values in SQL. */
final class RuleText {
    private RuleText() {}

    /** What the rule says must be true. */
    static String expected(Rule rule) {
        String where = rule.where() == null ? "" : ", where " + rule.where().strip();
        if (rule.expression() != null) {
            return rule.expression().strip() + where;
        }
        StringBuilder text = new StringBuilder(rule.constraint());
        if (rule.column() != null) {
            text.append(' ').append(rule.column());
        }
        if (rule.min() != null) {
            text.append(", at least ").append(rule.min());
        }
        if (rule.max() != null) {
            text.append(", at most ").append(rule.max());
        }
        if (rule.values() != null) {
            text.append(' ').append(rule.values());
        }
        if (rule.pattern() != null) {
            text.append(' ').append(rule.pattern());
        }
        return text.append(where).toString();
    }

    static String quote(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    /** A text as SQL has it. */
    static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
