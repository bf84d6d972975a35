package dev.backstory.core.history;

import java.io.IOException;

/** Takes actions in the order of the tables. */
@FunctionalInterface
public interface ActionSink {
    /** @param row on the action; the sink must not move it */
    void action(ActionCursor row) throws IOException;
}
