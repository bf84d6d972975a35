package dev.backstory.dq.replay;

import dev.backstory.core.calendar.IsoTime;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.replay.PlainHistories.CustomerDay;
import dev.backstory.dq.replay.PlainHistories.History;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A few of the rows that differ from the histories computed again, with what is different. */
final class ReplayExamples {
    private final ReplayedRows rows;
    private final int length;

    ReplayExamples(ReplayedRows rows, int length) {
        this.rows = rows;
        this.length = length;
    }

    Map<LocalDate, List<Map<String, String>>> of(Dataset<Row> compared, Map<CustomerDay, History> expected) {
        Map<LocalDate, List<Map<String, String>>> examples = new HashMap<>();
        compared.where("not agrees")
                .selectExpr(
                        "dt",
                        "customer_id",
                        "ranking",
                        "pos",
                        "history_length",
                        "newest_action_time",
                        "actions",
                        "action_types",
                        "row_number() over (partition by dt order by customer_id, ranking, pos) as place")
                .where("place <= " + BadRows.MOST)
                .collectAsList()
                .forEach(row -> examples.computeIfAbsent(TableRows.day(row), dt -> new ArrayList<>())
                        .add(example(row, History.of(expected, row.getAs("dt"), row.getAs("customer_id")))));
        return examples;
    }

    private Map<String, String> example(Row row, History again) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String column : rows.shown()) {
            shown.put(column, String.valueOf(row.<Object>getAs(column)));
        }
        shown.put("length computed again", String.valueOf(again.length()));
        if (rows.withNewest()) {
            shown.put("newest computed again", newest(again));
        }
        List<Long> items = list(row, "actions");
        List<Integer> types = list(row, "action_types");
        int slot = SlotBySlot.firstDifference(again, length, items, types);
        shown.put("first different slot", slot < 0 ? "none" : String.valueOf(slot + 1));
        if (slot >= 0) {
            shown.put("in the row", at(items, slot) + " / type " + at(types, slot));
            shown.put(
                    "computed again",
                    slot >= length ? "nothing / type nothing" : again.item(slot) + " / type " + again.type(slot));
        }
        return shown;
    }

    private static String newest(History again) {
        return again.newest() == null
                ? "null"
                : Timestamp.from(IsoTime.instant(again.newest())).toString();
    }

    private static <T> List<T> list(Row row, String column) {
        return row.isNullAt(row.fieldIndex(column)) ? List.of() : row.getList(row.fieldIndex(column));
    }

    private static String at(List<?> slots, int slot) {
        return slot < slots.size() ? String.valueOf(slots.get(slot)) : "nothing";
    }
}
