package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;
import scala.collection.immutable.Map;

/** What a source gives for some days, with two independent ways to know how much it was. */
public final class SourceRows {
    private final String source;
    private final Dataset<Row> none;
    private final List<Part> parts;
    private final long bytes;

    /**
     * Arranges rows as whoever reads them needs them: a select, one row out for every row in. Rows are counted behind it, so
     * one that it dropped would be missed by nobody.
     */
    public interface Shape extends UnaryOperator<Dataset<Row>> {}

    /**
     * Rows that are read together.
     *
     * @param metric under which they are counted
     * @param counted rows as read, with a column {@code read}: how many each counts for
     * @param rows kept and refused rows in a shape, counted under way
     */
    record Part(String metric, Dataset<Row> counted, Function<Shape, Dataset<Row>> rows) {}

    /** @param none rows of the right columns, where there is no part */
    SourceRows(String source, Dataset<Row> none, List<Part> parts, long bytes) {
        this.source = source;
        this.none = none;
        this.parts = new ArrayList<>(parts);
        this.bytes = bytes;
    }

    public String source() {
        return source;
    }

    /** Kept rows, and refused ones with their reasons. */
    public Dataset<Row> rows() {
        return rows(rows -> rows);
    }

    /**
     * Kept rows, and refused ones with their reasons, in a shape. Counting rows ends what Spark compiles into one loop; the
     * shape of actions is applied in that loop, where one applied later would be another. Impressions are counted before
     * their items are taken apart, and shaped after it.
     */
    public Dataset<Row> rows(Shape shape) {
        return parts.stream()
                .map(part -> part.rows.apply(shape))
                .reduce(Dataset::union)
                .orElseGet(() -> shape.apply(none));
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
