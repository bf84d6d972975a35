package dev.backstory.lake.page;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/** A column with one value, or an optional one, per row. A page ends with each {@link #finish}. */
public final class FlatColumn {
    private static final int LEVEL_BYTES = 256;
    private static final int LEVEL_BYTES_MAX = 1 << 16;

    private final boolean optional;
    private final PrimitiveType type;
    private final ColumnPages pages;
    private final LittleEndianBytes values = new LittleEndianBytes(1 << 10);
    private final ValueRange range = new ValueRange();
    private RunLengthBitPackingHybridEncoder present;
    private Statistics<?> statistics;
    private int rows;

    public FlatColumn(ColumnDescriptor column, PageCodec codec) {
        this.optional = column.getMaxDefinitionLevel() > 0;
        this.type = column.getPrimitiveType();
        this.pages = new ColumnPages(column, codec);
        restart();
    }

    private void restart() {
        values.clear();
        statistics = pages.newStatistics();
        range.clear();
        present = new RunLengthBitPackingHybridEncoder(1, LEVEL_BYTES, LEVEL_BYTES_MAX, new HeapByteBufferAllocator());
        rows = 0;
    }

    public void putInt(int value) throws IOException {
        values.putInt(value);
        range.add(value);
        count(1);
    }

    public void putLong(long value) throws IOException {
        values.putLong(value);
        range.add(value);
        count(1);
    }

    public void putBinary(Binary value) throws IOException {
        values.putInt(value.length());
        values.put(value.getBytesUnsafe());
        statistics.updateStats(value);
        count(1);
    }

    public void putNull() throws IOException {
        statistics.incrementNumNulls();
        count(0);
    }

    private void count(int level) throws IOException {
        rows++;
        if (optional) {
            present.writeInt(level);
        }
    }

    /** Ends a page. Returns all that have not been written yet. */
    public ColumnPages finish() throws IOException {
        BytesInput body = values.view();
        if (optional) {
            BytesInput levels = present.toBytes();
            body = BytesInput.concat(
                    BytesInput.from(BytesUtils.intToBytes(Math.toIntExact(levels.size()))), levels, body);
        }
        range.putInto(statistics, type);
        pages.add(body, rows, rows, statistics);
        present.close();
        restart();
        return pages;
    }

    /** All pages that have ended and have not been written yet. */
    public ColumnPages pages() {
        return pages;
    }
}
