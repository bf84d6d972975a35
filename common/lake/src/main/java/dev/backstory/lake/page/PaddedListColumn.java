package dev.backstory.lake.page;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * A column of lists of one fixed length, those of a {@link HistoryPage} padded with zeros.
 *
 * <p>Spark's and parquet-hadoop's writers spend tens of nanoseconds on every slot of a list, padding included. Here a
 * slot costs a copy of its bytes: the values of a page are one little-endian array, into which a history is written once
 * and then copied for each further row beside it, and the levels are the same for every page of as many rows.
 *
 * <p>What a page looks like, with {@code rows} rows of {@code length} slots:
 *
 * <ol>
 *   <li>levels: {@link ListLevels#of}, which depend on {@code rows} and {@code length} only;
 *   <li>values: {@code rows x length} slots of the column's width, row by row, the padding written out;
 *   <li>statistics: of all slots, a zero among them where a history is shorter than {@code length}.
 * </ol>
 */
public final class PaddedListColumn {
    /** Which list of a history goes into the column. */
    public enum Slots {
        ITEMS,
        TYPES
    }

    private final ColumnPages pages;
    private final Slots slots;
    private final boolean isInt;
    private final Buffers shared;
    private final ValueRange range = new ValueRange();

    /** What the columns of all files of a task share: the levels by rows, and the bytes that a page is made in. */
    public static final class Buffers {
        private final int length;
        private final ListLevels levels;
        private final LittleEndianBytes values = new LittleEndianBytes(1 << 10);

        /** @param length slots of every list */
        public Buffers(int length) {
            this.length = length;
            this.levels = new ListLevels(length);
        }
    }

    public PaddedListColumn(ColumnDescriptor column, PageCodec codec, Slots slots, Buffers shared) {
        this.pages = new ColumnPages(column, codec);
        this.slots = slots;
        this.isInt = pages.isInt();
        this.shared = shared;
    }

    /** Makes a page of the rows of a page of histories, which stays as it is: both columns are made of it. */
    public void endPage(HistoryPage histories) throws IOException {
        LittleEndianBytes values = shared.values;
        values.clear();
        range.clear();
        int slotBytes = isInt ? Integer.BYTES : Long.BYTES;
        for (int i = 0; i < histories.count(); i++) {
            if (histories.repeats(i) == 0) {
                continue;
            }
            int padding = shared.length - histories.length(i);
            put(histories, histories.start(i), histories.length(i));
            values.putZeros(padding * slotBytes);
            if (padding > 0) {
                range.add(0);
            }
            for (int copy = 1; copy < histories.repeats(i); copy++) {
                values.repeatLast(shared.length * slotBytes);
            }
        }
        pages.add(
                BytesInput.concat(shared.levels.of(histories.rows()), values.view()),
                histories.rows() * shared.length,
                histories.rows(),
                pages.statistics(range));
    }

    private void put(HistoryPage histories, int from, int count) {
        if (slots == Slots.TYPES) {
            shared.values.putBytesAsInts(histories.types(), from, count);
            range.add(histories.types(), from, count);
            return;
        }
        if (isInt) {
            shared.values.putLongsAsInts(histories.items(), from, count);
        } else {
            shared.values.putLongs(histories.items(), from, count);
        }
        range.add(histories.items(), from, count);
    }

    /** All pages that have not been written yet. */
    public ColumnPages pages() {
        return pages;
    }
}
