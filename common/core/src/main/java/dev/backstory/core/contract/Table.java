package dev.backstory.core.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The tables of a lake. Each has a folder of its name under the lake's root, and a folder per {@code dt} in it. */
public enum Table {
    ACTIONS,
    IMPRESSIONS,
    TRAINING,
    HISTORIES;

    @JsonValue
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
