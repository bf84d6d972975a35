package dev.backstory.dq.replay;

import dev.backstory.dq.day.TrainingColumns;
import java.util.ArrayList;
import java.util.List;

/**
 * What the replay asks of the table whose histories it computes again.
 *
 * @param customer SQL of the customer's id, as the table has it
 * @param columns SQL of a row as the replay compares it, by the names it knows, without its day; lists padded
 * @param withNewest whether it has a time of the newest action that can be compared
 * @param shown the columns by which people know a row, and what they look at first
 */
public record ReplayedRows(String customer, List<String> columns, boolean withNewest, List<String> shown) {
    public static ReplayedRows ofTraining(TrainingColumns columns) {
        return new ReplayedRows(
                columns.sql("customer_id"),
                List.of(
                        columns.sql("ranking_id") + " as ranking",
                        columns.sql("impression_pos") + " as pos",
                        "cast(" + columns.sql("actions") + " as array<bigint>) as actions",
                        "cast(" + columns.sql("action_types") + " as array<int>) as action_types",
                        "cast(" + columns.sql("history_length") + " as bigint) as history_length",
                        columns.sql("newest_action_time") + " as newest_action_time"),
                true,
                List.of("customer_id", "ranking", "pos", "history_length", "newest_action_time"));
    }

    /** Lists of different lengths have no length that could be right. */
    public static ReplayedRows ofHistories(int length) {
        return new ReplayedRows(
                "customer_id",
                List.of(
                        "cast(null as string) as ranking",
                        "cast(null as int) as pos",
                        padded("actions", "bigint", length),
                        padded("action_types", "int", length),
                        "cast(if(size(actions) = size(action_types), size(actions), -1) as bigint) as history_length",
                        "cast(null as timestamp) as newest_action_time"),
                false,
                List.of("customer_id", "history_length"));
    }

    private static String padded(String list, String type, int length) {
        return "concat(cast(" + list + " as array<" + type + ">), array_repeat(cast(0 as " + type + "), greatest("
                + length + " - size(" + list + "), 0))) as " + list;
    }

    /** The columns with the day and the customer's id. */
    String[] select(String customerId) {
        List<String> all = new ArrayList<>(List.of("dt", customerId + " as customer_id"));
        all.addAll(columns);
        return all.toArray(String[]::new);
    }
}
