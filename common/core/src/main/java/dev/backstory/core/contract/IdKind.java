package dev.backstory.core.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whose ids: each kind has a dictionary of its own. */
public enum IdKind {
    CUSTOMER,
    ITEM;

    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its dictionary lies, under the root of a lake. */
    public String folder() {
        return "ids/" + id();
    }
}
