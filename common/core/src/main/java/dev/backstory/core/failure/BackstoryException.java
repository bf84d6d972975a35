package dev.backstory.core.failure;

import org.jspecify.annotations.Nullable;

/** A failure that a user can act on. Its message says all of it: action, value, reason, remedy. Exit code 1. */
public class BackstoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackstoryException(String message) {
        super(message);
    }

    public BackstoryException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
