package dev.backstory.dq.engine;

import org.jspecify.annotations.Nullable;

/**
 * What Deequ said of one expectation.
 *
 * @param value the metric; null when there is none
 * @param bad rows that break the expectation, where rows do
 * @param looked rows looked at, where rows are
 * @param reason why it could not be judged; null unless the status is ERROR
 */
public record Outcome(
        Status status,
        @Nullable Double value,
        @Nullable Long bad,
        @Nullable Long looked,
        @Nullable String reason) {

    /** Whether the expectation holds, does not hold, concerns no row, or could not be judged. */
    public enum Status {
        HOLDS,
        BROKEN,
        NO_ROWS,
        ERROR
    }

    static Outcome error(String reason) {
        return new Outcome(Status.ERROR, null, null, null, reason);
    }
}
