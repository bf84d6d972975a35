package dev.backstory.sample;

import java.util.List;
import java.util.Locale;

/** The raw sources, with the column names that need no mapping. Their dt is in the folder ({@code dt=2025-08-14}). */
public enum SampleSource {
    CLICKS(SampleColumn.number("customer_id"), SampleColumn.number("item_id"), SampleColumn.time("click_time")),
    CARTS(
            SampleColumn.number("customer_id"),
            SampleColumn.number("config_id"),
            SampleColumn.time("occurred_at"),
            SampleColumn.number("simple_id")),
    ORDERS(
            SampleColumn.number("customer_id"),
            SampleColumn.number("config_id"),
            SampleColumn.time("occurred_at"),
            SampleColumn.number("simple_id")),
    IMPRESSIONS(SampleColumn.text("ranking_id"), SampleColumn.number("customer_id"), SampleColumn.items("impressions"));

    static final int ACTION_CUSTOMER = 0;
    static final int ACTION_ITEM = 1;
    static final int ACTION_TIME = 2;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that do not change
    private final List<SampleColumn> columns;

    SampleSource(SampleColumn... columns) {
        this.columns = List.of(columns);
    }

    List<SampleColumn> columns() {
        return columns;
    }

    /** The name in a config, which is the source's folder too. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
