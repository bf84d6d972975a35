package dev.backstory.core.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure that another try cannot cure: what was read, the config or the machine has to be changed first. Exit code 2.
 */
public class FinalException extends BackstoryException {
    private static final long serialVersionUID = 1L;

    public FinalException(String message) {
        super(message);
    }

    public FinalException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
