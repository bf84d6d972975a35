package dev.backstory.inspect.show;

import dev.backstory.core.contract.IdKind;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.inspect.ValueFormat;
import dev.backstory.lake.table.StoredHistory;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The newest actions of a history, as text for people. */
final class ShownHistory {
    private static final int SLOTS_SHOWN = 12;

    private final StoredHistory history;
    private final int length;
    private final OriginalIds ids;

    /** @param length slots before the padding */
    ShownHistory(StoredHistory history, int length, OriginalIds ids) {
        this.history = history;
        this.length = length;
        this.ids = ids;
    }

    String items() {
        return shortened(history::item);
    }

    String types() {
        return shortened(history::type);
    }

    private String shortened(IntFunction<Object> value) {
        int slots = history.slots();
        String shown = IntStream.range(0, Math.min(slots, SLOTS_SHOWN))
                .mapToObj(value)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return slots > SLOTS_SHOWN ? "[" + shown + ", … " + slots + " slots]" : "[" + shown + "]";
    }

    String words() {
        if (length == 0) {
            return "nothing yet";
        }
        ids.learn(
                IdKind.ITEM,
                IntStream.range(0, Math.min(length, SLOTS_SHOWN))
                        .mapToObj(history::item)
                        .toList());
        String shown = IntStream.range(0, Math.min(length, SLOTS_SHOWN))
                .mapToObj(slot -> ValueFormat.action(history.type(slot), history.item(slot), ids))
                .collect(Collectors.joining(", "));
        return length > SLOTS_SHOWN ? shown + ", and " + (length - SLOTS_SHOWN) + " more" : shown;
    }
}
