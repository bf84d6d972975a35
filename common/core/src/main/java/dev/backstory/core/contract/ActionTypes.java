package dev.backstory.core.contract;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The types of actions that a pipeline has.
 *
 * @param all in the order of their codes, which are 1, 2, 3, … without a gap; the first three are the standard ones
 */
public record ActionTypes(List<ActionType> all) {
    /** Click, cart and order. */
    public static final ActionTypes STANDARD = new ActionTypes(ActionType.STANDARD);

    public ActionTypes {
        all = List.copyOf(all);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).code() != i + 1) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "Cannot use action types with a gap before %d", i + 1));
            }
        }
    }

    public Optional<ActionType> ofId(String id) {
        return all.stream().filter(type -> type.id().equals(id)).findFirst();
    }

    /** For example {@code click}; a code that is none of theirs is {@code type 9}. */
    public String name(int code) {
        return code >= 1 && code <= all.size() ? all.get(code - 1).id() : "type " + code;
    }

    public List<String> ids() {
        return all.stream().map(ActionType::id).toList();
    }

    /** The largest code. */
    public int largest() {
        return all.size();
    }

    /** For example {@code 1, 2, 3}. */
    public String codes() {
        return all.stream().map(type -> "" + type.code()).collect(Collectors.joining(", "));
    }

    /** For people, for example {@code 1, 2 or 3}. */
    public String codesInWords() {
        return withOr(codes());
    }

    /** For people, for example {@code 1 (click), 2 (cart) or 3 (order)}. */
    public String described() {
        return withOr(
                all.stream().map(type -> type.code() + " (" + type.id() + ")").collect(Collectors.joining(", ")));
    }

    private static String withOr(String list) {
        int last = list.lastIndexOf(", ");
        return list.substring(0, last) + " or" + list.substring(last + 1);
    }
}
