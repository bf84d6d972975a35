package dev.backstory.dq.report;

import dev.backstory.core.run.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one check said about one day.
 *
 * @param meaning what the check is good for; empty when its name says it all
 * @param badRows rows that break it; null where rows are not what it is about, or it could not run
 * @param examples up to 20 of the rows that break it, column to value, long arrays shortened
 * @param query SQL for a closer look, over a view of the staged files; null where none would help
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
        @Nullable String query) {

    public Finding {
        // Reports of before this member existed have none.
        meaning = meaning == null ? "" : meaning;
    }

    public Finding withQuery(String sql) {
        return new Finding(check, verdict, meaning, expected, observed, badRows, examples, hint, sql);
    }
}
