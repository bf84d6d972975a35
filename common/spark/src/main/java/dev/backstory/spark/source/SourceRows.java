package dev.backstory.spark.source;

import static org.apache.spark.sql.functions.sum;

import dev.backstory.spark.source.format.RawSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;
import scala.collection.immutable.Map;

/** What a source gives for some days, with two independent ways to know how much it was. */
public final class SourceRows implements Closeable {
    /** Among the columns of judged rows: whether a row is none of the source, and is only counted. */
    static final String FILTERED = "__filtered";

    private final String source;
    private final Dataset<Row> none;
    private final List<Part> parts;
    private final RawSource raw;

    /**
     * Selects the columns that the reader of the rows needs: one row out for every row in, since a row that it dropped would
     * not be counted either.
     */
    public interface Shape extends UnaryOperator<Dataset<Row>> {}

    /**
     * Rows that are read together.
     *
     * @param metric under which they are counted
     * @param counted rows as read, with a column {@code read}: how many each counts for, and {@code filtered}: how many of
     *     those are none of the source
     * @param rows gives kept and rejected rows in a shape, and counts them while they are read
     * @param ids gives {@code customer_id} and {@code item_id} of kept rows, and counts nothing
     */
    record Part(String metric, Dataset<Row> counted, Function<Shape, Dataset<Row>> rows, Supplier<Dataset<Row>> ids) {}

    /** @param none rows of the right columns, where there is no part */
    SourceRows(String source, Dataset<Row> none, List<Part> parts, RawSource raw) {
        this.source = source;
        this.none = none;
        this.parts = new ArrayList<>(parts);
        this.raw = raw;
    }

    public String source() {
        return source;
    }

    /** Kept rows, and rejected ones with their reasons. */
    public Dataset<Row> rows() {
        return rows(rows -> rows);
    }

    /**
     * Kept rows, and rejected ones with their reasons, in a shape. Spark compiles the steps between two counts into one loop
     * over the rows, and counting ends that loop, so the shape is put where no second loop is needed for it:
     *
     * <ol>
     *   <li>actions are read, judged and shaped in one loop, then counted: {@code raw row -> judged row -> shaped row};
     *   <li>impressions are read and judged as a whole, counted by their items, and then taken apart and shaped in a second
     *       loop that they need anyway: {@code raw row -> judged impression}, {@code judged impression -> shaped items}.
     * </ol>
     */
    public Dataset<Row> rows(Shape shape) {
        return parts.stream()
                .map(part -> part.rows.apply(shape))
                .reduce(Dataset::union)
                .orElseGet(() -> shape.apply(none));
    }

    /** {@code customer_id} and {@code item_id} of all kept rows, by a scan of its own that reads no more than it needs. */
    public Optional<Dataset<Row>> ids() {
        return parts.stream().map(part -> part.ids.get()).reduce(Dataset::union);
    }

    /** Size of the files; 0 where it is not known. */
    public long bytes() {
        return raw.bytes();
    }

    /** Which version of a table was read; empty for what has none. */
    public Optional<String> version() {
        return Optional.ofNullable(raw.version());
    }

    /** To be done when all has been read: a database may hold a moment for it. */
    @Override
    public void close() {
        try {
            if (raw.held() != null) {
                raw.held().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is there of a source.
     *
     * @param rows kept or rejected
     * @param filtered none of the source, by its condition or the type of its events
     */
    public record Read(long rows, long filtered) {
        private Read plus(Row more) {
            return new Read(rows + value(more, 0) - value(more, 1), filtered + value(more, 1));
        }

        private static long value(Row row, int index) {
            return row.isNullAt(index) ? 0 : row.getLong(index);
        }
    }

    /**
     * What was read, as counted where the source is scanned, while a plan over {@link #rows} ran. A stage that ran twice
     * may have counted twice.
     */
    public Read observed(Map<String, Row> observedMetrics) {
        Read read = new Read(0, 0);
        for (Part part : parts) {
            Option<Row> row = observedMetrics.get(part.metric);
            read = row.isEmpty() ? read : read.plus(row.get());
        }
        return read;
    }

    /** What there is to read, by a second scan. */
    public Read recount() {
        Read read = new Read(0, 0);
        for (Part part : parts) {
            read = read.plus(part.counted.agg(sum("read"), sum("filtered")).head());
        }
        return read;
    }
}
