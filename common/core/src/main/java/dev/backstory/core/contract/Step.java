package dev.backstory.core.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * The steps, each a job that stages, followed by an audit that publishes: the three of a day, in their order, and the
 * vocabulary, which is made when someone asks for it.
 */
public enum Step {
    ACTIONS,
    IMPRESSIONS,
    HISTORY,
    VOCABULARY;

    /** Those that every day goes through, in their order. */
    public static List<Step> daily() {
        return List.of(ACTIONS, IMPRESSIONS, HISTORY);
    }

    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
