package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.backstory.spark.source.row.Condition;
import dev.backstory.spark.source.row.RawRows;
import dev.backstory.spark.source.row.SourceShape;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Judged rows as parts of a source: what was read is counted on the way, and what the source's condition leaves out. */
final class SourceParts {
    private static final Column IS_KEPT = size(col("reasons")).equalTo(0);

    private SourceParts() {}

    /** Rows that all are of the source. */
    static SourceRows.Part whole(String metric, Dataset<Row> judged, boolean anyText) {
        return new SourceRows.Part(
                metric,
                judged.select(lit(1L).as("read"), lit(0L).as("filtered")),
                selected -> counted(judged, metric, selected, anyText),
                () -> ids(judged, "item_id"));
    }

    /** Rows whose texts get numbers are counted before, so that what a dictionary does to them shows. */
    private static Dataset<Row> counted(Dataset<Row> judged, String metric, SourceRows.Shape shape, boolean anyText) {
        return anyText
                ? shape.apply(judged.observe(metric, count(lit(1)), lit(0L)))
                : shape.apply(judged).observe(metric, count(lit(1)), lit(0L));
    }

    private static Dataset<Row> ids(Dataset<Row> made, String item) {
        return made.filter(IS_KEPT).select(col("customer_id"), col(item).as("item_id"));
    }

    /** Rows that are counted first, then those of the source are made into rows of its table. */
    static SourceRows.Part filtered(
            String metric, Dataset<Row> judged, Column count, UnaryOperator<Dataset<Row>> made, String item) {
        Column filtered = when(col(SourceRows.FILTERED), count).otherwise(lit(0L));
        return new SourceRows.Part(
                metric,
                judged.select(count.as("read"), filtered.as("filtered")),
                selected -> selected.apply(made.apply(
                        judged.observe(metric, sum(count), sum(filtered)).filter(not(col(SourceRows.FILTERED))))),
                () -> ids(made.apply(judged.filter(not(col(SourceRows.FILTERED)))), item));
    }

    /** Whether a row is one of the source: what cannot be read at all is, so that it is rejected. Null where all are. */
    static @Nullable Column belongs(SourceShape shape, RawRows rows, @Nullable Column isAction) {
        String condition = shape.condition();
        Column fulfilled = condition == null
                ? null
                : new Condition(shape.source(), condition).of(rows.rows(), rows.conditionColumns());
        if (fulfilled == null && isAction == null) {
            return null;
        }
        Column belongs = fulfilled == null ? isAction : isAction == null ? fulfilled : fulfilled.and(isAction);
        return rows.problem().isNotNull().or(belongs);
    }
}
