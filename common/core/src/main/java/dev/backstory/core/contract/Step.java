package dev.backstory.core.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The three steps of a day, in their order. Each is a job that stages, followed by an audit that publishes. */
public enum Step {
    ACTIONS,
    IMPRESSIONS,
    HISTORY;

    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
