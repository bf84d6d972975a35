package dev.backstory.lake.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** A column of lists of integers. Its values stand one behind the other; where a list ends, only the levels say. */
final class ListColumn {
    private final ColumnPages pages;
    private final boolean isInt;
    private final LittleEndianBytes values = new LittleEndianBytes(1 << 10);
    private int count;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    ListColumn(ColumnDescriptor column, BytesInputCompressor compressor) {
        this.pages = new ColumnPages(column, compressor);
        this.isInt = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    }

    /** @param value of the column's width */
    void put(long value) {
        if (isInt) {
            values.putInt((int) value);
        } else {
            values.putLong(value);
        }
        min = Math.min(min, value);
        max = Math.max(max, value);
        count++;
    }

    /** @param levels of the lists put since the last page, which are complete */
    void endPage(BytesInput levels, int rows) throws IOException {
        pages.add(BytesInput.concat(levels, values.view()), count, rows, pages.statistics(min, max));
        values.clear();
        count = 0;
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }

    /** All pages that have not been written yet. */
    ColumnPages pages() {
        return pages;
    }
}
