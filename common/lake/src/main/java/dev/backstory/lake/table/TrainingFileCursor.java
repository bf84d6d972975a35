package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.lake.page.FirstCustomers;
import dev.backstory.lake.page.ListLevels;
import dev.backstory.lake.page.PlainPage;
import dev.backstory.lake.page.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file of {@code training} as {@link TrainingFileWriter} writes it, in their order: customer_hash (which
 * is not a column), customer_id, ranking_id (nulls first), impression_pos. Columns are told by their places, so that
 * files of other settings (names, widths, lengths) can be read too.
 *
 * <p>A row group is read at a time, and of both lists a page at a time, without looking at their slots.
 */
public final class TrainingFileCursor implements Closeable {
    private static final int RANKING = 0;
    private static final int CUSTOMER = 1;
    private static final int POSITION = 2;
    private static final int ITEM = 3;
    private static final int LABEL = 4;
    private static final int ACTIONS = 5;
    private static final int TYPES = 6;
    private static final int LENGTH = 7;
    private static final int NEWEST = 8;
    private static final int COLUMNS = 9;

    private final Path path;
    private final ParquetFileReader reader;
    private final List<ColumnDescriptor> columns;
    private final FirstCustomers customers;
    private final boolean narrow;
    private final PlainPage[] flat = new PlainPage[COLUMNS];
    private int nextGroup;
    private int rows;
    private int row = -1;
    private String[] rankings = new String[0];
    private Integer[] labels = new Integer[0];
    private Long[] newestTimes = new Long[0];

    private int slots;
    private ListLevels levels = new ListLevels(1);
    private PageReader itemPages;
    private PageReader typePages;
    private PlainPage items;
    private PlainPage types;
    private int pageStart;

    private TrainingFileCursor(Path path, Configuration conf) throws IOException {
        this.path = path;
        try {
            reader = ParquetFileReader.open(
                    HadoopInputFile.fromPath(path, conf),
                    HadoopReadOptions.builder(conf).build());
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
        columns = reader.getFileMetaData().getSchema().getColumns();
        customers = new FirstCustomers(reader, CUSTOMER);
        narrow = columns.size() == COLUMNS
                && columns.get(ITEM).getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static TrainingFileCursor open(Path path, Configuration conf) throws IOException {
        TrainingFileCursor cursor = new TrainingFileCursor(path, conf);
        if (cursor.columns.size() != COLUMNS) {
            cursor.close();
            throw cursor.unreadable(new ParquetDecodingException(
                    "it has " + cursor.columns.size() + " columns, training has " + COLUMNS));
        }
        return cursor;
    }

    /** Moves to the next row; false when there is none. */
    public boolean next() throws IOException {
        row++;
        while (row == rows) {
            if (nextGroup == reader.getRowGroups().size()) {
                row--;
                return false;
            }
            openGroup();
        }
        return true;
    }

    /**
     * Moves to the first row of this customer or of a later one, backwards too; false when there is none. Row groups
     * are found by halving, with little read of each.
     */
    public boolean seek(long customerId) throws IOException {
        try {
            nextGroup = customers.groupOf(customerId);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
        rows = 0;
        row = -1;
        while (next()) {
            if (CustomerOrder.compare(customerId(), customerId) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The customer of the first row. The file must have one. */
    public long firstCustomer() throws IOException {
        try {
            return customers.of(0);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private void openGroup() throws IOException {
        try {
            PageReadStore group = reader.readRowGroup(nextGroup);
            nextGroup++;
            rows = Math.toIntExact(group.getRowCount());
            row = 0;
            for (int column = 0; column < COLUMNS; column++) {
                if (column != ACTIONS && column != TYPES) {
                    flat[column] = PlainPage.of(onlyPage(group, column), columns.get(column));
                }
            }
            rankings = flat[RANKING].optionalTexts();
            labels = flat[LABEL].optionalInts();
            newestTimes = flat[NEWEST].optionalLongs();
            itemPages = group.getPageReader(columns.get(ACTIONS));
            typePages = group.getPageReader(columns.get(TYPES));
            int length = Math.toIntExact(itemPages.getTotalValueCount() / rows);
            if (length != slots) {
                slots = length;
                levels = new ListLevels(length);
            }
            items = null;
            pageStart = 0;
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private DataPage onlyPage(PageReadStore group, int column) {
        DataPage page = group.getPageReader(columns.get(column)).readPage();
        if (page == null || page.getValueCount() != group.getRowCount()) {
            throw new ParquetDecodingException(
                    "column " + columns.get(column) + " is not in one page for each row group");
        }
        return page;
    }

    public long customerId() {
        return flat[CUSTOMER].longAt(row);
    }

    public @Nullable String rankingId() {
        return rankings[row];
    }

    public int position() {
        return flat[POSITION].intAt(row);
    }

    public long itemId() {
        return narrow ? flat[ITEM].intAt(row) : flat[ITEM].longAt(row);
    }

    public @Nullable Integer label() {
        return labels[row];
    }

    public int historyLength() {
        return flat[LENGTH].intAt(row);
    }

    /** Microseconds since 1970-01-01T00:00Z; null without history. */
    public @Nullable Long newestMicros() {
        return newestTimes[row];
    }

    public StoredHistory history() throws IOException {
        try {
            while (items == null || row >= pageStart + items.rows() / slots) {
                pageStart += items == null ? 0 : items.rows() / slots;
                items = PlainPage.ofLists(itemPages.readPage(), columns.get(ACTIONS), slots, levels);
                types = PlainPage.ofLists(typePages.readPage(), columns.get(TYPES), slots, levels);
                if (items.rows() != types.rows()) {
                    throw new ParquetDecodingException("the pages of both lists do not end at the same row");
                }
            }
            int first = (row - pageStart) * slots;
            return new StoredHistory(
                    items.values(first, slots, narrow ? Integer.BYTES : Long.BYTES),
                    types.values(first, slots, Integer.BYTES),
                    slots,
                    narrow);
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(Exception e) {
        return new UnreadableFile(path, UnreadableFile.BUILD_DAY_AGAIN, e);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
