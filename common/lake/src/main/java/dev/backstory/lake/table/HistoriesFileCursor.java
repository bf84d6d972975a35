package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.lake.page.FirstCustomers;
import dev.backstory.lake.page.PlainPage;
import dev.backstory.lake.page.RaggedPage;
import dev.backstory.lake.page.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The rows of one file of {@code histories} as {@link HistoriesFileWriter} writes it, in their order: customer_hash
 * (which is not a column), customer_id. Wide and narrow files can be read.
 */
public final class HistoriesFileCursor implements Closeable {
    private static final int CUSTOMER = 0;
    private static final int ACTIONS = 1;
    private static final int TYPES = 2;
    private static final int COLUMNS = 3;

    private final Path path;
    private final ParquetFileReader reader;
    private final List<ColumnDescriptor> columns;
    private final FirstCustomers firstCustomers;
    private final boolean narrow;
    private final PageReader[] pages = new PageReader[COLUMNS];
    private int nextGroup;
    private long groupRows;

    private PlainPage customers;
    private RaggedPage actions;
    private RaggedPage types;
    private int rows;
    private int row = -1;

    private HistoriesFileCursor(Path path, Configuration conf) throws IOException {
        this.path = path;
        try {
            reader = ParquetFileReader.open(
                    HadoopInputFile.fromPath(path, conf),
                    HadoopReadOptions.builder(conf).build());
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
        columns = reader.getFileMetaData().getSchema().getColumns();
        firstCustomers = new FirstCustomers(reader, CUSTOMER);
        narrow = columns.size() == COLUMNS
                && columns.get(ACTIONS).getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static HistoriesFileCursor open(Path path, Configuration conf) throws IOException {
        HistoriesFileCursor cursor = new HistoriesFileCursor(path, conf);
        if (cursor.columns.size() != COLUMNS) {
            cursor.close();
            throw cursor.unreadable(new ParquetDecodingException(
                    "it has " + cursor.columns.size() + " columns, histories has " + COLUMNS));
        }
        return cursor;
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
            throw unreadable(e);
        }
        return true;
    }

    private boolean openGroup() throws IOException {
        if (nextGroup == reader.getRowGroups().size()) {
            return false;
        }
        PageReadStore group = reader.readRowGroup(nextGroup);
        nextGroup++;
        groupRows = group.getRowCount();
        for (int column = 0; column < COLUMNS; column++) {
            pages[column] = group.getPageReader(columns.get(column));
        }
        return true;
    }

    private void openPage() throws IOException {
        customers = PlainPage.of(pages[CUSTOMER].readPage(), columns.get(CUSTOMER));
        actions = RaggedPage.of(pages[ACTIONS].readPage(), columns.get(ACTIONS));
        types = RaggedPage.of(pages[TYPES].readPage(), columns.get(TYPES));
        rows = customers.rows();
        row = 0;
        groupRows -= rows;
        if (rows == 0 || groupRows < 0 || actions.rows() != rows || types.rows() != rows) {
            throw new ParquetDecodingException("the pages of its columns do not end at the same row");
        }
    }

    /** Moves to the row of this customer or of the first later one, backwards too; false when there is none. */
    public boolean seek(long customerId) throws IOException {
        try {
            nextGroup = firstCustomers.groupOf(customerId);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
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
            throw unreadable(new ParquetDecodingException(
                    "the lists of customer " + customerId() + " do not have the same length"));
        }
        return new StoredHistory(
                actions.values(row, narrow ? Integer.BYTES : Long.BYTES),
                types.values(row, Integer.BYTES),
                length,
                narrow);
    }

    private IOException unreadable(Exception e) {
        return new UnreadableFile(path, UnreadableFile.BUILD_DAY_AGAIN, e);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
