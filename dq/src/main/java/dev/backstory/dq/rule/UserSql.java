package dev.backstory.dq.rule;

import dev.backstory.core.config.rule.Rule;
import org.jspecify.annotations.Nullable;

/** SQL that a user wrote, prepared to be part of other SQL, whatever it ends with: a semicolon, a comment, or both. */
final class UserSql {
    private UserSql() {}

    /** The rule, with its condition and its expression as {@link #part}s. */
    static Rule asParts(Rule rule) {
        return new Rule(
                rule.name(),
                part(rule.expression()),
                rule.constraint(),
                part(rule.query()),
                rule.column(),
                rule.min(),
                rule.max(),
                rule.values(),
                rule.pattern(),
                rule.level(),
                rule.hint(),
                part(rule.where()));
    }

    /** The text without the semicolon at its end; if it contains a comment, with a line break that ends it. */
    static @Nullable String part(@Nullable String sql) {
        if (sql == null) {
            return null;
        }
        String bare = withoutSemicolon(sql).strip();
        return bare.contains("--") ? bare + "\n" : bare;
    }

    /** A semicolon followed only by comments ends a statement; one within a text or a comment is part of that. */
    private static String withoutSemicolon(String sql) {
        StringBuilder kept = new StringBuilder();
        int ending = -1;
        int at = 0;
        while (at < sql.length()) {
            int end = endOfToken(sql, at);
            char first = sql.charAt(at);
            boolean comment = end - at > 1 && (first == '-' || first == '/');
            if (first == ';') {
                ending = ending < 0 ? kept.length() : ending;
            } else if (!comment && !Character.isWhitespace(first)) {
                ending = -1;
            }
            kept.append(sql, at, end);
            at = end;
        }
        return ending < 0
                ? sql
                : kept.substring(0, ending) + kept.substring(ending).replace(";", " ");
    }

    /** The position after the text, the comment or the character that begins at a position. */
    private static int endOfToken(String sql, int at) {
        char first = sql.charAt(at);
        if (first == '\'' || first == '"' || first == '`') {
            int end = at + 1;
            while (end < sql.length() && sql.charAt(end) != first) {
                end += sql.charAt(end) == '\\' && first != '`' ? 2 : 1;
            }
            return Math.min(end + 1, sql.length());
        }
        if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            return end < 0 ? sql.length() : end;
        }
        if (sql.startsWith("/*", at)) {
            int end = sql.indexOf("*/", at + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        return at + 1;
    }
}
