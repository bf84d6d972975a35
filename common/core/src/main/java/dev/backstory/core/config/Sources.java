package dev.backstory.core.config;

import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.NeedsOneOf;
import dev.backstory.core.config.key.Violations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the raw events are. The columns of each source are complete. */
@NeedsOneOf({"clicks", "carts", "orders"})
public record Sources(
        @Key(
                doc = "Clicks (action type 1).",
                example = "{format: parquet, path: raw/clicks}",
                columns = ContractColumns.CLICKS)
        @Nullable
        Source clicks,

        @Key(
                doc = "Additions to the cart (action type 2).",
                example = "{format: json, path: raw/carts}",
                columns = ContractColumns.CARTS)
        @Nullable
        Source carts,

        @Key(
                doc = "Orders (action type 3).",
                example = "{format: orc, path: raw/orders}",
                columns = ContractColumns.ORDERS)
        @Nullable
        Source orders,

        @Key(
                doc = "What was shown, and what of it was ordered.",
                example = "{format: json, path: raw/impressions}",
                columns = ContractColumns.IMPRESSIONS)
        Source impressions) {

    public Sources {
        Violations violations = new Violations();
        if (clicks == null && carts == null && orders == null) {
            violations.add("at least one of clicks, carts and orders is needed", "clicks", "carts", "orders");
        }
        clicks = clicks == null ? null : clicks.withColumnsOf(ContractColumns.CLICKS, "clicks.", violations);
        carts = carts == null ? null : carts.withColumnsOf(ContractColumns.CARTS, "carts.", violations);
        orders = orders == null ? null : orders.withColumnsOf(ContractColumns.ORDERS, "orders.", violations);
        impressions = impressions.withColumnsOf(ContractColumns.IMPRESSIONS, "impressions.", violations);
        violations.throwIfAny();
    }

    /** The configured ones of clicks, carts and orders, in this order, by name. */
    public Map<String, Source> actionSources() {
        Map<String, Source> present = new LinkedHashMap<>();
        putIfGiven(present, "clicks", clicks);
        putIfGiven(present, "carts", carts);
        putIfGiven(present, "orders", orders);
        return Collections.unmodifiableMap(present);
    }

    private static void putIfGiven(Map<String, Source> sources, String name, @Nullable Source source) {
        if (source != null) {
            sources.put(name, source);
        }
    }
}
