package dev.backstory.lake.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * One decompressed page of a flat column as {@link FlatFile} writes it: version 1, PLAIN. A value of a fixed width is
 * read in place, so rows that nobody asks for cost nothing.
 */
public final class PlainPage {
    /** Without a row: what a cursor that is before its first row is on. */
    public static final PlainPage EMPTY = new PlainPage(ByteBuffer.allocate(0), 0, 0);

    /** Repetition and definition levels, which come before the values. */
    private static final int LEVEL_KINDS = 2;

    private final ByteBuffer values;
    private final int rows;
    private final long firstRow;

    private PlainPage(ByteBuffer values, int rows, long firstRow) {
        this.values = values;
        this.rows = rows;
        this.firstRow = firstRow;
    }

    public static PlainPage of(DataPage page, ColumnDescriptor column) throws IOException {
        if (!(page instanceof DataPageV1 plain) || plain.getValueEncoding() != Encoding.PLAIN) {
            throw new ParquetDecodingException("column " + column + " is not in plain pages of version 1");
        }
        return new PlainPage(
                plain.getBytes().toByteBuffer().order(ByteOrder.LITTLE_ENDIAN),
                page.getValueCount(),
                page.getFirstRowIndex().orElse(0L));
    }

    /**
     * A page of lists that all have one length, as {@link PaddedListColumn} writes it. Its {@link #rows} are slots.
     *
     * @param levels of that length; a page with other levels is an error
     */
    public static PlainPage ofLists(DataPage page, ColumnDescriptor column, int length, ListLevels levels)
            throws IOException {
        PlainPage all = of(page, column);
        int slots = page.getValueCount();
        ByteBuffer rest = all.values.duplicate();
        ByteBuffer expected = ByteBuffer.wrap(levels.of(slots / length).toByteArray());
        if (slots % length != 0
                || rest.remaining() < expected.remaining()
                || !rest.slice(rest.position(), expected.remaining()).equals(expected)) {
            throw new ParquetDecodingException(
                    "the lists of column " + column + " are not all of " + length + " slots");
        }
        rest.position(rest.position() + expected.remaining());
        return new PlainPage(rest.slice().order(ByteOrder.LITTLE_ENDIAN), slots, all.firstRow);
    }

    /** A page of lists that are never empty, of whatever lengths. Its {@link #rows} are slots. */
    public static PlainPage ofLists(DataPage page, ColumnDescriptor column) throws IOException {
        PlainPage all = of(page, column);
        ByteBuffer rest = all.values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (int kind = 0; kind < LEVEL_KINDS; kind++) {
            int bytes = rest.getInt();
            rest.position(rest.position() + bytes);
        }
        return new PlainPage(rest.slice().order(ByteOrder.LITTLE_ENDIAN), all.rows, all.firstRow);
    }

    /** Values of a fixed width without levels. */
    public static PlainPage of(ByteBuffer values, int count) {
        return new PlainPage(values.order(ByteOrder.LITTLE_ENDIAN), count, 0);
    }

    public int rows() {
        return rows;
    }

    /** All that the page holds, levels of lists among it. */
    int bytes() {
        return values.remaining();
    }

    /** The values from a row on, little-endian; a view. */
    public ByteBuffer values(int row, int count, int bytesEach) {
        return values.slice(values.position() + row * bytesEach, count * bytesEach)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Place of the page's first row within its row group. */
    long firstRow() {
        return firstRow;
    }

    public int intAt(int row) {
        return values.getInt(values.position() + row * Integer.BYTES);
    }

    public long longAt(int row) {
        return values.getLong(values.position() + row * Long.BYTES);
    }

    /** The values of an optional column of ints, row by row. */
    public @Nullable Integer[] optionalInts() throws IOException {
        @Nullable Integer[] found = new Integer[rows];
        ByteBuffer rest = values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        var present = presence(rest);
        for (int row = 0; row < rows; row++) {
            found[row] = present.readInt() == 0 ? null : (Integer) rest.getInt();
        }
        return found;
    }

    /** The values of an optional column of longs, row by row. */
    public @Nullable Long[] optionalLongs() throws IOException {
        @Nullable Long[] found = new Long[rows];
        ByteBuffer rest = values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        var present = presence(rest);
        for (int row = 0; row < rows; row++) {
            found[row] = present.readInt() == 0 ? null : (Long) rest.getLong();
        }
        return found;
    }

    /** The values of an optional column of texts, row by row; equal neighbours share one. */
    public @Nullable String[] optionalTexts() throws IOException {
        @Nullable String[] found = new String[rows];
        ByteBuffer rest = values.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        var present = presence(rest);
        ByteBuffer last = ByteBuffer.allocate(0);
        String lastText = "";
        for (int row = 0; row < rows; row++) {
            if (present.readInt() == 0) {
                continue;
            }
            int length = rest.getInt();
            ByteBuffer bytes = rest.slice(rest.position(), length);
            rest.position(rest.position() + length);
            if (!bytes.equals(last)) {
                last = bytes;
                lastText = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
            }
            found[row] = lastText;
        }
        return found;
    }

    /** Takes the definition levels off the front. */
    private static RunLengthBitPackingHybridDecoder presence(ByteBuffer rest) {
        int bytes = rest.getInt();
        ByteBuffer levels = rest.slice(rest.position(), bytes);
        rest.position(rest.position() + bytes);
        return new RunLengthBitPackingHybridDecoder(1, ByteBufferInputStream.wrap(levels));
    }
}
