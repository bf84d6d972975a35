package dev.backstory.core.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The tables of a lake. Each has a folder of its name under the lake's root, and a folder per {@code dt} in it. */
public enum Table {
    ACTIONS(Step.ACTIONS),
    IMPRESSIONS(Step.IMPRESSIONS),
    TRAINING(Step.HISTORY),
    HISTORIES(Step.HISTORY),
    VOCABULARY(Step.VOCABULARY);

    private final Step step;

    Table(Step step) {
        this.step = step;
    }

    /** The step that stages it and whose audit publishes it. */
    public Step step() {
        return step;
    }

    @JsonValue
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
