package dev.backstory.history.merge;

import dev.backstory.core.failure.BackstoryException;
import java.io.IOException;

/** What a task said, when it said what to do; Spark wraps it in the story of all its attempts. */
public final class TaskFailure {
    private TaskFailure() {}

    /** @param action what the tasks did, after "Cannot" */
    public static RuntimeException of(Exception failure, String action) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if ((cause instanceof IOException || cause instanceof IllegalArgumentException)
                    && message != null
                    && message.startsWith("Cannot ")) {
                return new BackstoryException(message, failure);
            }
        }
        return new IllegalStateException("Cannot " + action, failure);
    }
}
