package dev.backstory.core.config.input;

import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.NeedsOneOf;
import dev.backstory.core.config.key.Violations;
import dev.backstory.core.contract.Table;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the raw events are. The columns of each source are complete. */
@NeedsOneOf({"clicks", "carts", "orders", "events"})
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
                doc = "Events of several types in one table; a column says which.",
                example = "{format: csv, path: raw/events, type: {column: event, values: {view: click, buy: order}}}",
                columns = ContractColumns.EVENTS)
        @Nullable
        Source events,

        @Key(
                doc = "What was shown, and what of it was ordered.",
                example = "{format: json, path: raw/impressions}",
                columns = ContractColumns.IMPRESSIONS)
        Source impressions) {

    public Sources {
        Violations violations = new Violations();
        if (clicks == null && carts == null && orders == null && events == null) {
            violations.add(
                    "at least one of clicks, carts, orders and events is needed",
                    "clicks",
                    "carts",
                    "orders",
                    "events");
        }
        clicks = clicks == null ? null : clicks.withColumnsOf(ContractColumns.CLICKS, "clicks.", violations);
        carts = carts == null ? null : carts.withColumnsOf(ContractColumns.CARTS, "carts.", violations);
        orders = orders == null ? null : orders.withColumnsOf(ContractColumns.ORDERS, "orders.", violations);
        events = events == null ? null : events.withColumnsOf(ContractColumns.EVENTS, "events.", violations);
        impressions = impressions.withColumnsOf(ContractColumns.IMPRESSIONS, "impressions.", violations);
        OverlappingSources.report(named(clicks, carts, orders, events, impressions), violations);
        violations.throwIfAny();
    }

    /** Reports sources that lie within the lake or around it. */
    public void requireOutside(String lake, Violations violations) {
        OverlappingSources.reportLake(lake, all(), violations);
    }

    private static Map<String, Source> named(
            @Nullable Source clicks,
            @Nullable Source carts,
            @Nullable Source orders,
            @Nullable Source events,
            Source impressions) {
        Map<String, Source> sources = new LinkedHashMap<>();
        putIfGiven(sources, "clicks", clicks);
        putIfGiven(sources, "carts", carts);
        putIfGiven(sources, "orders", orders);
        putIfGiven(sources, "events", events);
        sources.put("impressions", impressions);
        return sources;
    }

    /** All that are configured, by name. */
    public Map<String, Source> all() {
        return named(clicks, carts, orders, events, impressions);
    }

    /** Those that a table is made from, by name; none for a table that is made from others. */
    public Map<String, Source> of(Table table) {
        return switch (table) {
            case ACTIONS -> actionSources();
            case IMPRESSIONS -> Map.of("impressions", impressions);
            case TRAINING, HISTORIES, VOCABULARY -> Map.of();
        };
    }

    /** How long those of a table are waited for, by name; without those that are not. */
    public Map<String, Arrival> arrivals(Table table) {
        Map<String, Arrival> arrivals = new LinkedHashMap<>();
        of(table).forEach((name, source) -> {
            Arrival arrival = source.arrival();
            if (arrival != null) {
                arrivals.put(name, arrival);
            }
        });
        return arrivals;
    }

    /** Whether any source is waited for. */
    public boolean hasArrivals() {
        return all().values().stream().anyMatch(source -> source.arrival() != null);
    }

    /** Whether a day of the table may be left out because a source did not arrive. */
    public boolean maySkip(Table table) {
        return arrivals(table).values().stream().anyMatch(arrival -> arrival.then() == Arrival.Then.SKIP);
    }

    /** The configured ones of clicks, carts, orders and events, in this order, by name. */
    public Map<String, Source> actionSources() {
        Map<String, Source> present = new LinkedHashMap<>();
        putIfGiven(present, "clicks", clicks);
        putIfGiven(present, "carts", carts);
        putIfGiven(present, "orders", orders);
        putIfGiven(present, "events", events);
        return Collections.unmodifiableMap(present);
    }

    private static void putIfGiven(Map<String, Source> sources, String name, @Nullable Source source) {
        if (source != null) {
            sources.put(name, source);
        }
    }
}
