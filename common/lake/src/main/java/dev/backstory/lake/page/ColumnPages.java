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

    ColumnPages(ColumnDescriptor column, PageCodec codec) {
        this.column = column;
        this.compressor = codec.compressor();
    }

    /** Statistics of a page, of no value yet. */
    Statistics<?> newStatistics() {
        return Statistics.createStats(column.getPrimitiveType());
    }

    /** The statistics of a page whose values are all known by their range. */
    Statistics<?> statistics(ValueRange range) {
        Statistics<?> statistics = newStatistics();
        range.putInto(statistics, column.getPrimitiveType());
        return statistics;
    }

    boolean isInt() {
        return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    }

    /** @param body levels, each behind its length, then values */
    void add(BytesInput body, int values, int rows, Statistics<?> statistics) throws IOException {
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
