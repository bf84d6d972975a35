package dev.backstory.dq.day;

import java.util.Map;

/** The columns of {@code training} by their logical names, quoted for SQL under the names the config gives them. */
public record TrainingColumns(Map<String, String> names) {
    public String sql(String logical) {
        return "`" + names.get(logical) + "`";
    }

    public String name(String logical) {
        return names.get(logical);
    }

    /** The columns a row shares with its impression, in the contract's names and widest types. */
    public static String[] impressionColumns(Map<String, String> names) {
        return new String[] {
            "dt",
            "cast(`" + names.get("ranking_id") + "` as string) as ranking_id",
            "cast(`" + names.get("customer_id") + "` as bigint) as customer_id",
            "cast(`" + names.get("impression_pos") + "` as int) as impression_pos",
            "cast(`" + names.get("impression_item_id") + "` as bigint) as impression_item_id",
            "cast(`" + names.get("label") + "` as int) as label"
        };
    }
}
