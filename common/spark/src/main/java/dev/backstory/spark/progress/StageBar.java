package dev.backstory.spark.progress;

import dev.backstory.command.Count;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a stage of Spark is, as a line.
 *
 * @param step the step it is done for
 * @param rows the rows its finished tasks have read, 0 where they are not counted
 */
record StageBar(String step, int tasks, int done, long rows, Duration since) {
    private static final int WIDTH = 20;
    private static final Duration BEFORE_GUESSING = Duration.ofSeconds(3);

    /** Such as {@code history      [#####...............] 6 of 24 tasks, 1,234,567 rows, about 40 s left}. */
    String text() {
        int full = tasks == 0 ? 0 : (int) ((long) WIDTH * done / tasks);
        return String.format(
                Locale.ROOT,
                "%-12s [%s%s] %s of %s%s%s",
                step,
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                String.format(Locale.ROOT, "%,d", done),
                Count.of(tasks, "task"),
                rows == 0 ? "" : ", " + Count.of(rows, "row"),
                left());
    }

    /** Tasks of a stage do the like: those that are left take as long as those that are done. */
    private String left() {
        if (done == 0 || done >= tasks || since.compareTo(BEFORE_GUESSING) < 0) {
            return "";
        }
        long seconds = Math.round(since.toMillis() / 1000.0 / done * (tasks - done));
        return ", about " + (seconds < 100 ? Math.max(1, seconds) + " s" : Math.round(seconds / 60.0) + " min")
                + " left";
    }
}
