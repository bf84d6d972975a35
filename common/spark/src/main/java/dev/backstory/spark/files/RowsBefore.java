package dev.backstory.spark.files;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;

/** Numbers sorted rows through, whatever the tasks that write them. */
public final class RowsBefore {
    private RowsBefore() {}

    /**
     * How many rows come before those of each task, in the order of the tasks; one entry more than there are tasks where
     * there are several. Of several tasks the rows are counted by a job of its own.
     */
    public static List<Long> of(JavaRDD<InternalRow> rows) {
        List<Long> before = new ArrayList<>(List.of(0L));
        if (rows.getNumPartitions() > 1) {
            rows.mapPartitions(RowsBefore::count)
                    .collect()
                    .forEach(count -> before.add(before.get(before.size() - 1) + count));
        }
        return before;
    }

    private static Iterator<Long> count(Iterator<InternalRow> rows) {
        long count = 0;
        while (rows.hasNext()) {
            rows.next();
            count++;
        }
        return List.of(count).iterator();
    }
}
