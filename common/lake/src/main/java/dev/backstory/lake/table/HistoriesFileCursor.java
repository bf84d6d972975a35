package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.lake.page.CustomerFile;
import dev.backstory.lake.page.PlainPage;
import dev.backstory.lake.page.RaggedPage;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * The rows of one file of {@code histories} as {@link HistoriesFileWriter} writes it, in their order: customer_hash
 * (which is not a column), customer_id. Wide and narrow files can be read.
 */
public final class HistoriesFileCursor implements Closeable {
    private static final int CUSTOMER = 0;
    private static final int ACTIONS = 1;
    private static final int TYPES = 2;
    private static final int COLUMNS = 3;

    private final CustomerFile file;
    private final boolean narrow;
    private final PageReader[] pages = new PageReader[COLUMNS];
    private long groupRows;

    private PlainPage customers = PlainPage.EMPTY;
    private RaggedPage actions = RaggedPage.EMPTY;
    private RaggedPage types = RaggedPage.EMPTY;
    private int rows;
    private int row = -1;

    private HistoriesFileCursor(CustomerFile file) {
        this.file = file;
        this.narrow = file.isInt(ACTIONS);
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static HistoriesFileCursor open(Path path, Configuration conf) throws IOException {
        return new HistoriesFileCursor(CustomerFile.open(path, conf, "histories", COLUMNS, CUSTOMER));
    }

    /** Moves to the next row; false when there is none. */
    public boolean next() throws IOException {
        row++;
        if (row < rows) {
            return true;
        }
        try {
            if (groupRows == 0 && !openGroup()) {
                row--;
                return false;
            }
            openPage();
        } catch (IOException | RuntimeException e) {
            throw file.unreadable(e);
        }
        return true;
    }

    private boolean openGroup() throws IOException {
        PageReadStore group = file.nextGroup();
        if (group == null) {
            return false;
        }
        groupRows = group.getRowCount();
        for (int column = 0; column < COLUMNS; column++) {
            pages[column] = group.getPageReader(file.column(column));
        }
        return true;
    }

    private void openPage() throws IOException {
        customers = PlainPage.of(pages[CUSTOMER].readPage(), file.column(CUSTOMER));
        actions = RaggedPage.of(pages[ACTIONS].readPage(), file.column(ACTIONS));
        types = RaggedPage.of(pages[TYPES].readPage(), file.column(TYPES));
        rows = customers.rows();
        row = 0;
        groupRows -= rows;
        if (rows == 0 || groupRows < 0 || actions.rows() != rows || types.rows() != rows) {
            throw new ParquetDecodingException("the pages of its columns do not end at the same row");
        }
    }

    /** Moves to the row of this customer or of the first later one, backwards too; false when there is none. */
    public boolean seek(long customerId) throws IOException {
        file.seek(customerId);
        groupRows = 0;
        rows = 0;
        row = -1;
        while (next()) {
            if (CustomerOrder.compare(customerId(), customerId) >= 0) {
                return true;
            }
        }
        return false;
    }

    public long customerId() {
        return customers.longAt(row);
    }

    /** Without padding: as many slots as the customer has actions. */
    public StoredHistory history() throws IOException {
        int length = actions.length(row);
        if (length != types.length(row)) {
            throw file.unreadable(new ParquetDecodingException(
                    "the lists of customer " + customerId() + " do not have the same length"));
        }
        return new StoredHistory(
                actions.values(row, narrow ? Integer.BYTES : Long.BYTES),
                types.values(row, Integer.BYTES),
                length,
                narrow);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
