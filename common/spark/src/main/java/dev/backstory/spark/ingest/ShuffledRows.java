package dev.backstory.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.backstory.spark.source.SourceRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of all sources, each task with whole files; {@link KeySortedRows} brings a task's rows into order. The columns are the
 * key, the source's index, the raw row and its reasons (both null unless it is refused), then the table's own.
 */
final class ShuffledRows {
    static final int KEY = 0;
    static final int SOURCE = 1;
    static final int RAW = 2;
    static final int REASONS = 3;
    /** Where the table's own columns begin. */
    static final int TABLE = 4;

    private ShuffledRows() {}

    /** @param columns the table's own columns */
    static Dataset<Row> of(List<SourceRows> sources, DayLayout layout, List<String> columns) {
        List<Dataset<Row>> all = new ArrayList<>();
        for (SourceRows source : sources) {
            Column[] selected = columns(all.size(), layout, columns);
            all.add(source.rows(rows -> rows.select(selected)));
        }
        return all.stream()
                .reduce(Dataset::union)
                .orElseThrow()
                .repartition(layout.tasks(), RowKey.file(col("__key"), layout.slices()));
    }

    private static Column[] columns(int source, DayLayout layout, List<String> columns) {
        List<Column> selected = new ArrayList<>();
        selected.add(RowKey.of(layout.first()).as("__key"));
        selected.add(lit(source).as("__source"));
        selected.add(col("raw"));
        // A null costs the shuffle nothing.
        selected.add(when(size(col("reasons")).gt(0), col("reasons")).as("reasons"));
        columns.forEach(column -> selected.add(col(column)));
        return selected.toArray(new Column[0]);
    }
}
