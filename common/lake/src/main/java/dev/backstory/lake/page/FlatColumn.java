package dev.backstory.lake.page;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.io.api.Binary;

/** A column with one value, or an optional one, per row. A page ends with each {@link #finish}. */
public final class FlatColumn {
    private static final int LEVEL_BYTES = 256;
    private static final int LEVEL_BYTES_MAX = 1 << 16;

    private final boolean optional;
    private final ColumnPages pages;
    private final LittleEndianBytes values = new LittleEndianBytes(1 << 10);
    private RunLengthBitPackingHybridEncoder present;
    private Statistics<?> statistics;
    private long min;
    private long max;
    private int rows;

    public FlatColumn(ColumnDescriptor column, BytesInputCompressor compressor) {
        this.optional = column.getMaxDefinitionLevel() > 0;
        this.pages = new ColumnPages(column, compressor);
        restart();
    }

    private void restart() {
        values.clear();
        statistics = pages.newStatistics();
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
        present = new RunLengthBitPackingHybridEncoder(1, LEVEL_BYTES, LEVEL_BYTES_MAX, new HeapByteBufferAllocator());
        rows = 0;
    }

    public void putInt(int value) throws IOException {
        values.putInt(value);
        widen(value);
        count(1);
    }

    public void putLong(long value) throws IOException {
        values.putLong(value);
        widen(value);
        count(1);
    }

    private void widen(long value) {
        min = Math.min(min, value);
        max = Math.max(max, value);
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
        pages.widen(statistics, min, max);
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
