package dev.backstory.lake.table;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.FlatColumn;
import dev.backstory.lake.page.ListColumn;
import dev.backstory.lake.page.NarrowItem;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.lake.page.PagesFile;
import dev.backstory.lake.page.RaggedLevels;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one file of {@code histories} ({@link HistoriesSchema}), customer by customer.
 *
 * <p>All columns' pages end at the same row, so that a reader who wants one customer decodes one page of each.
 */
public final class HistoriesFileWriter implements Closeable {
    /** Actions of a page: half a megabyte of ids, as a page of {@code training} has. */
    private static final int PAGE_ACTIONS = 64_000;

    private static final int PAGE_ROWS = 4096;
    /** As many slots as a row group of {@code training} has, so that a reader can take one at random. */
    private static final int GROUP_PAGES = 8;

    private final boolean narrow;
    private final PagesFile file;
    private final FlatColumn customers;
    private final ListColumn actions;
    private final ListColumn actionTypes;
    private final RaggedLevels levels = new RaggedLevels();

    private int pageActions;
    private int pageRows;
    private int pageEmpty;
    private int groupPages;
    private int groupRows;
    private long rows;

    private HistoriesFileWriter(Path path, Configuration conf, Numbers numbers, PageCodec codec) throws IOException {
        narrow = numbers == Numbers.NARROW;
        MessageType schema = HistoriesSchema.of(numbers);
        List<ColumnDescriptor> columns = schema.getColumns();
        customers = new FlatColumn(columns.get(0), codec);
        actions = new ListColumn(columns.get(1), codec);
        actionTypes = new ListColumn(columns.get(2), codec);
        file = new PagesFile(path, conf, schema);
    }

    /**
     * @param codec closed by the caller, after the file
     * @throws IOException if the file is already there, or cannot be made
     */
    public static HistoriesFileWriter open(Path path, Configuration conf, Numbers numbers, PageCodec codec)
            throws IOException {
        return new HistoriesFileWriter(path, conf, numbers, codec);
    }

    /** Writes a customer's history: only the first {@code length} values of the arrays are looked at. */
    public void history(long customerId, long[] items, byte[] types, int length) throws IOException {
        if (narrow) {
            for (int i = 0; i < length; i++) {
                NarrowItem.of(items[i], customerId);
            }
        }
        customers.putLong(customerId);
        levels.add(length);
        actions.put(items, length);
        actionTypes.put(types, length);
        pageActions += length;
        pageRows++;
        pageEmpty += length == 0 ? 1 : 0;
        rows++;
        if (pageActions >= PAGE_ACTIONS || pageRows == PAGE_ROWS) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        customers.finish();
        BytesInput shared = levels.take();
        actions.endPage(shared, pageRows, pageEmpty);
        actionTypes.endPage(shared, pageRows, pageEmpty);
        groupRows += pageRows;
        groupPages++;
        pageActions = 0;
        pageRows = 0;
        pageEmpty = 0;
        if (groupPages == GROUP_PAGES) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        file.writeGroup(groupRows, List.of(customers.pages(), actions.pages(), actionTypes.pages()));
        groupRows = 0;
        groupPages = 0;
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        if (pageRows > 0) {
            endPage();
        }
        if (groupRows > 0) {
            endGroup();
        }
        return new StagedFile(file.name(), rows, file.finish());
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
