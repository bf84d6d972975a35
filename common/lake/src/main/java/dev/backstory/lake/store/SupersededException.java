package dev.backstory.lake.store;

import dev.backstory.core.failure.BackstoryException;

/** A day is not published because a run that was staged later already is: nothing went wrong. */
public final class SupersededException extends BackstoryException {
    private static final long serialVersionUID = 1;

    SupersededException(String message) {
        super(message);
    }
}
