package dev.backstory.lake.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The finished pages of one column in one row group. Pages are of version 1, PLAIN, levels before the values. */
public final class ColumnPages {
    private record Page(BytesInput compressed, int uncompressedBytes, int values, int rows, Statistics<?> statistics) {}

    private final ColumnDescriptor column;
    private final BytesInputCompressor compressor;
    private final List<Page> pages = new ArrayList<>();

    public ColumnPages(ColumnDescriptor column, BytesInputCompressor compressor) {
        this.column = column;
        this.compressor = compressor;
    }

    Statistics<?> newStatistics() {
        return Statistics.createStats(column.getPrimitiveType());
    }

    /** The statistics of values of which the least and the greatest are known; of none, if the least is the greater. */
    public Statistics<?> statistics(long min, long max) {
        Statistics<?> statistics = newStatistics();
        widen(statistics, min, max);
        return statistics;
    }

    /** Takes both values, which fit the column, into its statistics; neither, if the least is the greater. */
    void widen(Statistics<?> statistics, long min, long max) {
        if (min > max) {
            return;
        }
        if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32) {
            statistics.updateStats((int) min);
            statistics.updateStats((int) max);
        } else {
            statistics.updateStats(min);
            statistics.updateStats(max);
        }
    }

    /** @param body levels, each behind its length, then values */
    public void add(BytesInput body, int values, int rows, Statistics<?> statistics) throws IOException {
        int bytes = Math.toIntExact(body.size());
        pages.add(new Page(BytesInput.copy(compressor.compress(body)), bytes, values, rows, statistics));
    }

    /** How much the page that was added last takes, compressed. */
    long lastPageBytes() {
        return pages.get(pages.size() - 1).compressed.size();
    }

    void writeTo(ParquetFileWriter file) throws IOException {
        long values = pages.stream().mapToLong(Page::values).sum();
        file.startColumn(column, values, compressor.getCodecName());
        for (Page page : pages) {
            file.writeDataPage(
                    page.values,
                    page.uncompressedBytes,
                    page.compressed,
                    page.statistics,
                    page.rows,
                    Encoding.RLE,
                    Encoding.RLE,
                    Encoding.PLAIN);
        }
        file.endColumn();
        pages.clear();
    }
}
