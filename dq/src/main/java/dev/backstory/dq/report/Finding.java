package dev.backstory.dq.report;

import dev.backstory.core.run.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one check found on one day.
 *
 * @param meaning why it matters; empty when its name says it all
 * @param badRows rows that break it; null where rows are not what it is about, or it could not run
 * @param examples up to 20 of the rows that break it, column to value, long arrays shortened
 * @param muted why a warning is only shown, by the config; null for all else
 * @param query SQL for a closer look, over the files of the day; null where none would help
 */
public record Finding(
        String check,
        Verdict verdict,
        String meaning,
        String expected,
        String observed,
        @Nullable Long badRows,
        List<Map<String, String>> examples,
        @Nullable String hint,
        @Nullable String muted,
        @Nullable String query) {

    public Finding withQuery(String sql) {
        return new Finding(check, verdict, meaning, expected, observed, badRows, examples, hint, muted, sql);
    }

    public Finding withExamples(List<Map<String, String>> rows) {
        return new Finding(check, verdict, meaning, expected, observed, badRows, rows, hint, muted, query);
    }
}
