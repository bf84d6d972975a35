package dev.backstory.lake.ingest;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of all sources brought into the order of the table, each task with whole files. The columns are the key, the
 * source's index, the raw row and its reasons (for refused rows), then the table's own.
 */
final class Arranged {
    static final int KEY = 0;
    static final int SOURCE = 1;
    static final int RAW = 2;
    static final int REASONS = 3;
    /** Where the table's own columns begin. */
    static final int TABLE = 4;

    private Arranged() {}

    /**
     * @param order how rows of one hash follow each other in the table
     * @param columns the table's own columns
     */
    static Dataset<Row> of(
            Dataset<Row> rows, List<String> sources, DayLayout layout, List<Column> order, List<String> columns) {
        List<Column> selected = new ArrayList<>();
        selected.add(RowKey.of(layout.first()).as("__key"));
        selected.add(index(sources).as("__source"));
        selected.add(col("raw"));
        selected.add(col("reasons"));
        columns.forEach(column -> selected.add(col(column)));
        List<Column> sorting = new ArrayList<>(List.of(col("__key")));
        sorting.addAll(order);
        // Refused rows have no order of the table; theirs must not depend on the order of files either.
        sorting.add(col("raw"));
        sorting.add(col("__source"));
        sorting.add(when(col("raw").isNotNull(), array_join(col("reasons"), "\n")));
        return rows.select(selected.toArray(new Column[0]))
                .repartition(layout.tasks(), RowKey.file(col("__key"), layout.slices()))
                .sortWithinPartitions(sorting.toArray(new Column[0]));
    }

    private static Column index(List<String> sources) {
        Column index = lit(0);
        for (int i = 1; i < sources.size(); i++) {
            index = when(col("source").equalTo(sources.get(i)), lit(i)).otherwise(index);
        }
        return index;
    }
}
