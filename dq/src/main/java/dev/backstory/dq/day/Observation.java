package dev.backstory.dq.day;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check of facts saw, for people.
 *
 * @param text what was observed, in words
 * @param badRows how many rows break the check; null where rows are not what it is about
 * @param examples some of them, column to value
 * @param query for a closer look, if the check fails; null where none would help
 */
public record Observation(
        String text,
        @Nullable Long badRows,
        List<Map<String, String>> examples,
        @Nullable RowQuery query) {

    public static Observation of(String text) {
        return new Observation(text, null, List.of(), null);
    }

    public Observation withBadRows(long count, List<Map<String, String>> rows) {
        return new Observation(text, count, rows, query);
    }

    public Observation withQuery(RowQuery sql) {
        return new Observation(text, badRows, examples, sql);
    }
}
