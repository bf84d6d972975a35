package dev.backstory.dq.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Aggregates of each day's rows. */
public final class ByDay {
    private ByDay() {}

    /**
     * A row for each day that has rows: {@code dt}, then the aggregates. The rows of a single day need no grouping, and
     * what its tasks found is put together in one task instead of one for every partition of a shuffle.
     *
     * @param rows of these days and no other, with the day in a text column {@code dt}
     */
    public static Dataset<Row> aggregate(Dataset<Row> rows, Collection<LocalDate> days, List<Column> aggregates) {
        if (days.size() != 1) {
            return rows.groupBy("dt")
                    .agg(aggregates.get(0), ScalaInterop.seq(aggregates.subList(1, aggregates.size())));
        }
        String day = days.iterator().next().toString();
        Column dt = when(count(lit(1)).gt(0), lit(day)).as("dt");
        return rows.agg(dt, ScalaInterop.seq(aggregates)).where(col("dt").isNotNull());
    }
}
