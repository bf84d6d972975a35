package dev.backstory.core.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The tables of a lake. Each has a folder of its name under the lake's root, and a folder per {@code dt} in it. */
public enum Table {
    ACTIONS(Step.ACTIONS),
    IMPRESSIONS(Step.IMPRESSIONS),
    TRAINING(Step.HISTORY),
    HISTORIES(Step.HISTORY);

    private final Step step;

    Table(Step step) {
        this.step = step;
    }

    /** The step that stages it and whose audit publishes it. */
    public Step step() {
        return step;
    }

    /** What its audits go by: those of training by its step's name, as they did before the step had a second table. */
    public String audit() {
        return this == TRAINING ? step.id() : folder();
    }

    @JsonValue
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param name a folder's, or of older records {@code history}: the step had one table then */
    @JsonCreator
    static Table named(String name) {
        return name.equals(Step.HISTORY.id()) ? TRAINING : valueOf(name.toUpperCase(Locale.ROOT));
    }
}
