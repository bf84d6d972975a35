package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Maps;
import dev.backstory.core.config.key.Violations;
import java.util.List;
import java.util.Map;

/** What tells the type of a row in a table of all events. */
public record EventType(
        @Key(doc = "The column that says what kind of event a row is.", example = "event")
        String column,

        @Key(
                doc = "What its values mean: click, cart, order, or one of types.",
                example = "{view: click, addtocart: cart, transaction: order}")
        Map<String, String> values,

        @Key(
                doc = "Values whose rows are no actions: they are counted as filtered.",
                example = "[wishlist, search]",
                defaultValue = "[]",
                anyScalar = true)
        List<String> ignore) {

    public EventType {
        Violations violations = new Violations();
        if (values.isEmpty()) {
            violations.add("is empty; name at least one value, for example {view: click}", "values");
        }
        for (String value : ignore) {
            if (values.containsKey(value)) {
                violations.add("'" + value + "' is one of values too; name it in one of them", "ignore", "values");
            }
        }
        violations.throwIfAny();
        values = Maps.copy(values);
        ignore = List.copyOf(ignore);
    }
}
