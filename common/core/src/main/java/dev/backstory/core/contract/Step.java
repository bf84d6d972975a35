package dev.backstory.core.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The three steps of a day, in their order. Each is a job that stages, followed by an audit that publishes. */
public enum Step {
    ACTIONS(Table.ACTIONS),
    IMPRESSIONS(Table.IMPRESSIONS),
    HISTORY(Table.TRAINING);

    private final Table table;

    Step(Table table) {
        this.table = table;
    }

    /** The table whose days this step stages and its audit publishes. */
    public Table table() {
        return table;
    }

    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
