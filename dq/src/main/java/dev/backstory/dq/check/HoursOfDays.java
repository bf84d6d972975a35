package dev.backstory.dq.check;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.contract.ActionType;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.TableRows;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The times of a few days' rows, by the hour. */
final class HoursOfDays {
    private HoursOfDays() {}

    /**
     * Rows by day, type, and the hour of their time, counted from the start of their dt in UTC. Orders without a time
     * are left out: they are at the start of their day in the pipeline's zone, whatever zone dt is in.
     */
    static Map<LocalDate, Map<Integer, Map<Long, Long>>> of(TableRows tables, List<AuditDay> days) {
        Map<LocalDate, Map<Integer, Map<Long, Long>>> hours = new TreeMap<>();
        List<Row> counted = tables.staged(days)
                .where("action_type != " + ActionType.ORDER.code() + " or action_time != cast(dt as timestamp)")
                .groupBy(
                        expr("dt"),
                        expr("cast(action_type as int) as type"),
                        expr(
                                "floor(unix_micros(action_time) / 3600000000L) - 24L * unix_date(cast(dt as date)) as hour"))
                .count()
                .collectAsList();
        for (Row row : counted) {
            hours.computeIfAbsent(TableRows.day(row), dt -> new HashMap<>())
                    .computeIfAbsent(row.<Integer>getAs("type"), type -> new TreeMap<>())
                    .put(row.<Long>getAs("hour"), row.<Long>getAs("count"));
        }
        return hours;
    }
}
