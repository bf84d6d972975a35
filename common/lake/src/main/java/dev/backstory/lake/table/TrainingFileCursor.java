package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.lake.page.CustomerFile;
import dev.backstory.lake.page.ListLevels;
import dev.backstory.lake.page.PlainPage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file of {@code training} as {@link TrainingFileWriter} writes it, in their order: customer_hash (which
 * is not a column), customer_id, ranking_id (nulls first), impression_pos. Columns are found by their places, so
 * that files of other settings (names, widths, lengths) can be read too.
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

    private final CustomerFile file;
    private final boolean narrow;
    private final PlainPage[] flat = new PlainPage[COLUMNS];
    private int rows;
    private int row = -1;
    private @Nullable String[] rankings = new String[0];
    private @Nullable Integer[] labels = new Integer[0];
    private @Nullable Long[] newestTimes = new Long[0];

    private int slots;
    private ListLevels levels = new ListLevels(1);
    private @Nullable PageReader itemPages;
    private @Nullable PageReader typePages;
    private PlainPage items = PlainPage.EMPTY;
    private PlainPage types = PlainPage.EMPTY;
    private int pageStart;

    private TrainingFileCursor(CustomerFile file) {
        this.file = file;
        this.narrow = file.isInt(ITEM);
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static TrainingFileCursor open(Path path, Configuration conf) throws IOException {
        return new TrainingFileCursor(CustomerFile.open(path, conf, "training", COLUMNS, CUSTOMER));
    }

    /** Moves to the next row; false when there is none. */
    public boolean next() throws IOException {
        row++;
        while (row == rows) {
            if (!openGroup()) {
                row--;
                return false;
            }
        }
        return true;
    }

    /**
     * Moves to the first row of this customer or of a later one, backwards too; false when there is none. Row groups
     * are found by halving, with little read of each.
     */
    public boolean seek(long customerId) throws IOException {
        file.seek(customerId);
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
        return file.firstCustomer();
    }

    private boolean openGroup() throws IOException {
        try {
            PageReadStore group = file.nextGroup();
            if (group == null) {
                return false;
            }
            rows = Math.toIntExact(group.getRowCount());
            row = 0;
            for (int column = 0; column < COLUMNS; column++) {
                if (column != ACTIONS && column != TYPES) {
                    flat[column] = PlainPage.of(onlyPage(group, column), file.column(column));
                }
            }
            rankings = flat[RANKING].optionalTexts();
            labels = flat[LABEL].optionalInts();
            newestTimes = flat[NEWEST].optionalLongs();
            itemPages = group.getPageReader(file.column(ACTIONS));
            typePages = group.getPageReader(file.column(TYPES));
            int length = Math.toIntExact(itemPages.getTotalValueCount() / rows);
            if (length != slots) {
                slots = length;
                levels = new ListLevels(length);
            }
            items = PlainPage.EMPTY;
            pageStart = 0;
            return true;
        } catch (IOException | RuntimeException e) {
            throw file.unreadable(e);
        }
    }

    private DataPage onlyPage(PageReadStore group, int column) {
        DataPage page = group.getPageReader(file.column(column)).readPage();
        if (page == null || page.getValueCount() != group.getRowCount()) {
            throw new ParquetDecodingException(
                    "column " + file.column(column) + " is not in one page for each row group");
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
            while (row >= pageStart + items.rows() / slots) {
                pageStart += items.rows() / slots;
                items = PlainPage.ofLists(nextPage(itemPages), file.column(ACTIONS), slots, levels);
                types = PlainPage.ofLists(nextPage(typePages), file.column(TYPES), slots, levels);
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
            throw file.unreadable(e);
        }
    }

    private static DataPage nextPage(@Nullable PageReader pages) {
        DataPage page = Objects.requireNonNull(pages, "no row yet").readPage();
        if (page == null) {
            throw new ParquetDecodingException("it has fewer lists than rows");
        }
        return page;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
