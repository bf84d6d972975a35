package dev.backstory.core.contract;

import java.util.Locale;

/** What a customer did. The code is the value in {@code action_type}; 0 is padding and never an action. */
public enum ActionType {
    CLICK(1, "clicks"),
    CART(2, "carts"),
    ORDER(3, "orders");

    /** The code of an unused slot in {@code action_types}. */
    public static final int PADDING = 0;

    private final int code;
    private final String source;

    ActionType(int code, String source) {
        this.code = code;
        this.source = source;
    }

    public int code() {
        return code;
    }

    /** The name of the source these actions come from, as in the config. */
    public String source() {
        return source;
    }

    public static ActionType ofSource(String source) {
        for (ActionType type : values()) {
            if (type.source.equals(source)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "Cannot find an action type: there is no source '%s'", source));
    }
}
