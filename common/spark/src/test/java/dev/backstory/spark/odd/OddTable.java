package dev.backstory.spark.odd;

/** What a source of odd inputs is read as, and its columns: the day, the customer, the item (or items), the time. */
enum OddTable {
    CLICKS("dt", "customer_id", "item_id", "click_time"),
    CARTS("dt", "customer_id", "config_id", "occurred_at"),
    IMPRESSIONS("dt", "customer_id", "impressions", "ranking_id");

    private final String day;
    private final String customer;
    private final String item;
    private final String last;

    OddTable(String day, String customer, String item, String last) {
        this.day = day;
        this.customer = customer;
        this.item = item;
        this.last = last;
    }

    String day() {
        return day;
    }

    String customer() {
        return customer;
    }

    String item() {
        return item;
    }

    /** The time of an action; the ranking id of an impression. */
    String last() {
        return last;
    }
}
