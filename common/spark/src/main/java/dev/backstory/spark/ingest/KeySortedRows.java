package dev.backstory.spark.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.execution.UnsafeExternalRowSorter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.collection.unsafe.sort.PrefixComparators;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of a task into order:
 *
 * <ol>
 *   <li>all by their key ({@link RowKey}): Spark's external sorter does it by a radix sort of numbers, several times as fast
 *       as by comparing many columns;
 *   <li>those of one key among themselves, by the table's order, in an array: they are few, what one customer did on one day;
 *   <li>if they are many, by a second external sorter instead.
 * </ol>
 *
 * <p>Both sorters spill to disk when memory is short. Like Spark's own iterators, it returns the same row object again with
 * other contents. It is to be used within a task.
 */
final class KeySortedRows implements Iterator<InternalRow> {
    /** Rows of one key that are sorted in memory, in bytes. */
    private static final long GROUP_BYTES = 4L << 20;

    private static final Comparator<InternalRow> BY_KEY =
            Comparator.comparingLong(row -> row.getLong(ShuffledRows.KEY));

    private final StructType schema;
    private final Comparator<InternalRow> order;
    private final long groupBytes;
    private final scala.collection.Iterator<InternalRow> rows;

    /** The rows of one key, up to {@code size}; the row objects are reused for the next key. */
    private UnsafeRow[] group = new UnsafeRow[64];

    private int size;
    private int position;
    private @Nullable UnsafeRow firstOfNext;
    private scala.collection.@Nullable Iterator<InternalRow> sorted;

    /**
     * @param rows unsafe rows in any order; each may be the last one's object
     * @param schema of the rows, the key first
     */
    KeySortedRows(Iterator<InternalRow> rows, StructType schema, Comparator<InternalRow> order) {
        this(rows, schema, order, GROUP_BYTES);
    }

    KeySortedRows(Iterator<InternalRow> rows, StructType schema, Comparator<InternalRow> order, long groupBytes) {
        this.schema = schema;
        this.order = order;
        this.groupBytes = groupBytes;
        try {
            UnsafeExternalRowSorter byKey = newSorter(true);
            while (rows.hasNext()) {
                byKey.insertRow((UnsafeRow) rows.next());
            }
            this.rows = byKey.sort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.firstOfNext = nextRow();
    }

    @Override
    public boolean hasNext() {
        return position < size || (sorted != null && sorted.hasNext()) || firstOfNext != null;
    }

    @Override
    public InternalRow next() {
        if (position == size && (sorted == null || !sorted.hasNext())) {
            readGroup();
        }
        return sorted == null ? group[position++] : sorted.next();
    }

    private void readGroup() {
        if (firstOfNext == null) {
            throw new NoSuchElementException();
        }
        size = 0;
        position = 0;
        sorted = null;
        long key = firstOfNext.getLong(ShuffledRows.KEY);
        long bytes = 0;
        UnsafeRow row = firstOfNext;
        while (row != null && row.getLong(ShuffledRows.KEY) == key) {
            if (bytes > groupBytes) {
                firstOfNext = row;
                sortOutside(key);
                return;
            }
            keep(row);
            bytes += row.getSizeInBytes();
            row = nextRow();
        }
        firstOfNext = row;
        if (size > 1) {
            Arrays.sort(group, 0, size, order);
        }
    }

    private void keep(UnsafeRow row) {
        if (size == group.length) {
            group = Arrays.copyOf(group, 2 * size);
        }
        if (group[size] == null) {
            group[size] = UnsafeRow.createFromByteArray(row.getSizeInBytes(), row.numFields());
        }
        group[size].copyFrom(row);
        size++;
    }

    /** Sorts the rows of the key that were read already, and the rest of them. */
    private void sortOutside(long key) {
        try {
            UnsafeExternalRowSorter sorter = newSorter(false);
            for (int i = 0; i < size; i++) {
                sorter.insertRow(group[i]);
            }
            size = 0;
            while (firstOfNext != null && firstOfNext.getLong(ShuffledRows.KEY) == key) {
                sorter.insertRow(firstOfNext);
                firstOfNext = nextRow();
            }
            sorted = sorter.sort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable UnsafeRow nextRow() {
        return rows.hasNext() ? (UnsafeRow) rows.next() : null;
    }

    /** @param byKeyAlone whether rows of one key may come in any order */
    private UnsafeExternalRowSorter newSorter(boolean byKeyAlone) throws IOException {
        return UnsafeExternalRowSorter.create(
                schema,
                scala.math.Ordering$.MODULE$.comparatorToOrdering(byKeyAlone ? BY_KEY : order),
                PrefixComparators.LONG,
                new Key(),
                SparkEnv.get().memoryManager().pageSizeBytes(),
                byKeyAlone);
    }

    /** What rows are compared by first. */
    private static final class Key extends UnsafeExternalRowSorter.PrefixComputer {
        private final Prefix prefix = new Prefix();

        @Override
        public Prefix computePrefix(InternalRow row) {
            prefix.value = row.getLong(ShuffledRows.KEY);
            return prefix;
        }
    }
}
