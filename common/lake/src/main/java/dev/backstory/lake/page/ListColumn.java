package dev.backstory.lake.page;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** A column of lists of integers. Its values follow one another; only the levels say where a list ends. */
public final class ListColumn {
    private final ColumnPages pages;
    private final boolean isInt;
    private final LittleEndianBytes values = new LittleEndianBytes(1 << 10);
    private final ValueRange range = new ValueRange();
    private int count;

    public ListColumn(ColumnDescriptor column, PageCodec codec) {
        this.pages = new ColumnPages(column, codec);
        this.isInt = pages.isInt();
    }

    /** @param value of the column's width */
    public void put(long value) {
        if (isInt) {
            values.putInt((int) value);
        } else {
            values.putLong(value);
        }
        range.add(value);
        count++;
    }

    /** @param count of the first values, each of the column's width */
    public void put(long[] all, int count) {
        if (isInt) {
            values.putLongsAsInts(all, 0, count);
        } else {
            values.putLongs(all, 0, count);
        }
        range.add(all, 0, count);
        this.count += count;
    }

    /** @param count of the first values; the column is one of ints */
    public void put(byte[] all, int count) {
        values.putBytesAsInts(all, 0, count);
        range.add(all, 0, count);
        this.count += count;
    }

    /**
     * @param levels of the lists put since the last page, which are complete
     * @param empty how many of them have no value
     */
    public void endPage(BytesInput levels, int rows, int empty) throws IOException {
        Statistics<?> statistics = pages.statistics(range);
        statistics.incrementNumNulls(empty);
        pages.add(BytesInput.concat(levels, values.view()), count + empty, rows, statistics);
        values.clear();
        count = 0;
        range.clear();
    }

    /** All pages that have not been written yet. */
    public ColumnPages pages() {
        return pages;
    }
}
