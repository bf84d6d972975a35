package dev.backstory.dq.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SQL that finds the rows that break an expectation.
 *
 * @param condition true of those rows; asked of the rows of any days, in the audit's session
 * @param portable the same for the rows of one day, in any session: for a query that people run
 * @param shown SQL of values that are shown beside such a row, by title, such as the slot to look at
 */
public record Violation(String condition, String portable, Map<String, String> shown) {

    /** @param where only rows for which this SQL is true are looked at; null for all */
    static Violation of(String condition, @Nullable String where) {
        String sql = where == null ? "(" + condition + ")" : "((" + condition + ") and (" + where + "))";
        return new Violation(sql, sql, Map.of());
    }

    Violation portable(String sql) {
        return new Violation(condition, "(" + sql + ")", shown);
    }

    Violation showing(String title, String sql) {
        Map<String, String> more = new LinkedHashMap<>(shown);
        more.put(title, sql);
        return new Violation(condition, portable, more);
    }
}
