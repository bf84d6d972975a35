package dev.backstory.lake.source;

import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;
import scala.collection.immutable.Map;

/** What a source gives for some days, with two independent ways to know how much it was. */
public final class SourceRows {
    private final String source;
    private final Dataset<Row> rows;
    private final List<Part> parts;
    private final long bytes;

    /** @param counted rows as read, with a column {@code read}: how many each counts for */
    record Part(String metric, Dataset<Row> counted) {}

    SourceRows(String source, Dataset<Row> rows, List<Part> parts, long bytes) {
        this.source = source;
        this.rows = rows;
        this.parts = new ArrayList<>(parts);
        this.bytes = bytes;
    }

    public String source() {
        return source;
    }

    /** Kept rows, and refused ones with their reasons. */
    public Dataset<Row> rows() {
        return rows;
    }

    /** Size of the files; 0 where it is not known. */
    public long bytes() {
        return bytes;
    }

    /**
     * What was read, as counted where the source is scanned, while a plan over {@link #rows} ran. A stage that ran twice
     * may have counted twice.
     */
    public long observed(Map<String, Row> observedMetrics) {
        long read = 0;
        for (Part part : parts) {
            Option<Row> row = observedMetrics.get(part.metric);
            read += row.isEmpty() || row.get().isNullAt(0) ? 0 : row.get().getLong(0);
        }
        return read;
    }

    /** What there is to read, by a scan of its own. */
    public long recount() {
        long read = 0;
        for (Part part : parts) {
            Row total = part.counted.agg(sum("read")).head();
            read += total.isNullAt(0) ? 0 : total.getLong(0);
        }
        return read;
    }
}
