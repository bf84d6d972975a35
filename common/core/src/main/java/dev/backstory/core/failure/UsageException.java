package dev.backstory.core.failure;

import org.jspecify.annotations.Nullable;

/** Wrong usage or a wrong config. Exit code 2. */
public class UsageException extends FinalException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
