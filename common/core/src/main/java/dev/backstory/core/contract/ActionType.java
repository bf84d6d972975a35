package dev.backstory.core.contract;

import java.util.List;
import java.util.Locale;

/**
 * What a customer did.
 *
 * @param code the value in {@code action_type}, from 1 on; 0 is padding and never an action
 * @param id its name in configs and for people, such as {@code click}
 */
public record ActionType(int code, String id) {
    public static final ActionType CLICK = new ActionType(1, "click");
    public static final ActionType CART = new ActionType(2, "cart");
    public static final ActionType ORDER = new ActionType(3, "order");

    /** Those that every pipeline has, in the order of their codes. */
    public static final List<ActionType> STANDARD = List.of(CLICK, CART, ORDER);

    /** The code of an unused slot in {@code action_types}. */
    public static final int PADDING = 0;

    /** The largest code: narrow training rows have a byte for it. */
    public static final int LARGEST = Byte.MAX_VALUE;

    /**
     * What its rows are called: for the standard types the name of the source they come from, as in the config ({@code
     * clicks}); else its id.
     */
    public String source() {
        return STANDARD.contains(this) ? id + "s" : id;
    }

    public static ActionType ofSource(String source) {
        for (ActionType type : STANDARD) {
            if (type.source().equals(source)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                String.format(Locale.ROOT, "Cannot find an action type: there is no source '%s'", source));
    }
}
