package dev.backstory.lake.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;

/** One decompressed page of lists of any length, empty ones among them. */
public final class RaggedPage {
    /** Without a row: what a cursor that is before its first row is on. */
    public static final RaggedPage EMPTY = new RaggedPage(PlainPage.EMPTY, new int[0]);

    private final PlainPage values;
    /** By row: the slot behind its last one. */
    private final int[] ends;

    private RaggedPage(PlainPage values, int[] ends) {
        this.values = values;
        this.ends = ends;
    }

    public static RaggedPage of(DataPage page, ColumnDescriptor column) throws IOException {
        PlainPage all = PlainPage.of(page, column);
        ByteBuffer rest = all.values(0, all.bytes(), 1);
        RunLengthBitPackingHybridDecoder repetition = levels(rest);
        RunLengthBitPackingHybridDecoder definition = levels(rest);
        int[] ends = new int[page.getValueCount()];
        int rows = 0;
        int slots = 0;
        for (int i = 0; i < page.getValueCount(); i++) {
            if (repetition.readInt() == 0) {
                rows++;
            }
            slots += definition.readInt();
            ends[rows - 1] = slots;
        }
        return new RaggedPage(PlainPage.of(rest.slice(), slots), Arrays.copyOf(ends, rows));
    }

    private static RunLengthBitPackingHybridDecoder levels(ByteBuffer rest) {
        int bytes = rest.order(ByteOrder.LITTLE_ENDIAN).getInt();
        ByteBuffer levels = rest.slice(rest.position(), bytes);
        rest.position(rest.position() + bytes);
        return new RunLengthBitPackingHybridDecoder(1, ByteBufferInputStream.wrap(levels));
    }

    public int rows() {
        return ends.length;
    }

    public int length(int row) {
        return ends[row] - start(row);
    }

    /** The values of a row's list, little-endian; a view. */
    public ByteBuffer values(int row, int bytesEach) {
        return values.values(start(row), length(row), bytesEach);
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }
}
