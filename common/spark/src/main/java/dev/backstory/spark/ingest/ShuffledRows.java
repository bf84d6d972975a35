package dev.backstory.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.backstory.spark.source.SourceRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings the rows of all sources to the tasks that write them:
 *
 * <ol>
 *   <li>from every source, judged rows: {@code (dt, the table's columns, raw, reasons)};
 *   <li>each as {@code (key, source, raw, reasons, the table's columns)}, where the key ({@link RowKey}) is day, kind and
 *       hash in one number, the source is its index, and raw and reasons are null unless the row is rejected;
 *   <li>one shuffle by the file that a key belongs to, so that a task has whole files.
 * </ol>
 *
 * <p>A task's rows come in any order; {@link KeySortedRows} sorts them.
 */
final class ShuffledRows {
    static final int KEY = 0;
    static final int SOURCE = 1;
    static final int RAW = 2;
    static final int REASONS = 3;
    /** How many columns come before those of the table. */
    static final int FRONT = 4;

    private ShuffledRows() {}

    /** @param numbered gives ids that are texts their numbers; one row out for every row in */
    static Dataset<Row> of(
            List<SourceRows> sources, DayLayout layout, StagedTable table, UnaryOperator<Dataset<Row>> numbered) {
        List<Dataset<Row>> all = new ArrayList<>();
        for (SourceRows source : sources) {
            Column[] selected = columns(all.size(), layout, table);
            all.add(source.rows(rows -> numbered.apply(rows).select(selected)));
        }
        return all.stream()
                .reduce(Dataset::union)
                .orElseThrow()
                .repartition(layout.tasks(), RowKey.file(col("__key"), layout.slices()));
    }

    private static Column[] columns(int source, DayLayout layout, StagedTable table) {
        List<Column> selected = new ArrayList<>();
        selected.add(RowKey.of(layout.numberOf(col("dt"))).as("__key"));
        selected.add(lit(source).as("__source"));
        selected.add(col("raw"));
        // A null costs the shuffle nothing.
        selected.add(when(size(col("reasons")).gt(0), col("reasons")).as("reasons"));
        table.columns().forEach(column -> selected.add(col(column)));
        return selected.toArray(new Column[0]);
    }
}
