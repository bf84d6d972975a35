package dev.backstory.sample;

import java.util.List;
import java.util.Locale;

/** The raw sources, with the column names that need no mapping. Their dt is in the folder ({@code dt=2025-08-14}). */
public enum RawSource {
    CLICKS(RawColumn.number("customer_id"), RawColumn.number("item_id"), RawColumn.time("click_time")),
    CARTS(
            RawColumn.number("customer_id"),
            RawColumn.number("config_id"),
            RawColumn.time("occurred_at"),
            RawColumn.number("simple_id")),
    ORDERS(
            RawColumn.number("customer_id"),
            RawColumn.number("config_id"),
            RawColumn.time("occurred_at"),
            RawColumn.number("simple_id")),
    IMPRESSIONS(RawColumn.text("ranking_id"), RawColumn.number("customer_id"), RawColumn.items("impressions"));

    static final int ACTION_CUSTOMER = 0;
    static final int ACTION_ITEM = 1;
    static final int ACTION_TIME = 2;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that do not change
    private final List<RawColumn> columns;

    RawSource(RawColumn... columns) {
        this.columns = List.of(columns);
    }

    List<RawColumn> columns() {
        return columns;
    }

    /** The name in a config, which is the source's folder too. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
