package dev.backstory.lake.run;

import dev.backstory.core.failure.BackstoryException;

/** Another process is building days that were asked for: doing the work twice helps nobody. */
public final class BusyException extends BackstoryException {
    private static final long serialVersionUID = 1;

    BusyException(String message) {
        super(message);
    }
}
