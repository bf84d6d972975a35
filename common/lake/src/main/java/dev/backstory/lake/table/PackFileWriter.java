package dev.backstory.lake.table;

import dev.backstory.core.contract.ActionType;
import dev.backstory.core.run.PackFile;
import dev.backstory.lake.page.FlatColumn;
import dev.backstory.lake.page.HashRangeRows;
import dev.backstory.lake.page.ListColumn;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.lake.page.PagesFile;
import dev.backstory.lake.page.RaggedLevels;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * Writes one file of a pack ({@link TableSchemas#PACK}), action by action in the order of the tables. An action goes
 * straight into the pages in the making, where its values stay as they are; a row of a customer is only a length.
 *
 * <p>All columns' pages end at the same row, as {@link HashRangeRows} needs it.
 */
public final class PackFileWriter implements AutoCloseable {
    /** Actions of a page, and the most of a row: 64 kB of a list of longs, so that narrow ranges read little else. */
    static final int PAGE_ACTIONS = 8192;
    /** About 5 MB compressed: a reader that wants all hashes holds a row group of each month of a lookback. */
    private static final int GROUP_ACTIONS = 1 << 19;

    /** Codes of types there may be, padding among them; the cursor takes a code apart again. */
    static final int TYPES = ActionType.LARGEST + 1;

    private final int firstDay;
    private final ActionOrderCheck order;
    private final PagesFile file;
    private final PageCodec codec;

    private final FlatColumn hashes;
    private final FlatColumn customers;
    private final FlatColumn lengths;
    private final ListColumn items;
    private final ListColumn times;
    private final ListColumn codes;
    private final List<FlatColumn> flat;
    private final List<ListColumn> lists;
    private final RaggedLevels levels = new RaggedLevels();

    private int hash;
    private long customerId;
    private int firstHash;
    private int rowActions;
    private int pageActions;
    private int pageRows;
    private int groupActions;
    private int groupRows;
    private long rows;
    private long actions;

    private PackFileWriter(Path path, Configuration conf, LocalDate firstDay) throws IOException {
        this.firstDay = Math.toIntExact(firstDay.toEpochDay());
        this.order = new ActionOrderCheck(path);
        file = new PagesFile(path, conf, TableSchemas.PACK);
        codec = new PageCodec(conf);
        List<ColumnDescriptor> columns = TableSchemas.PACK.getColumns();
        hashes = new FlatColumn(columns.get(0), codec);
        customers = new FlatColumn(columns.get(1), codec);
        lengths = new FlatColumn(columns.get(2), codec);
        items = new ListColumn(columns.get(3), codec);
        times = new ListColumn(columns.get(4), codec);
        codes = new ListColumn(columns.get(5), codec);
        flat = List.of(hashes, customers, lengths);
        lists = List.of(items, times, codes);
    }

    /**
     * @param firstDay of the month
     * @throws IOException if the file is already there, or cannot be made
     */
    public static PackFileWriter open(Path path, Configuration conf, LocalDate firstDay) throws IOException {
        return new PackFileWriter(path, conf, firstDay);
    }

    /**
     * @param timeMicros microseconds since 1970-01-01T00:00Z
     * @param epochDay the dt, a day of the month, in days since 1970-01-01
     */
    public void write(int hash, long customerId, long itemId, long timeMicros, int type, int epochDay)
            throws IOException {
        order.check(hash, customerId, itemId, timeMicros, type);
        boolean startsRow = rowActions == PAGE_ACTIONS || customerId != this.customerId || hash != this.hash;
        if (rowActions > 0 && startsRow) {
            endRow();
        }
        if (actions == 0) {
            firstHash = hash;
        }
        this.hash = hash;
        this.customerId = customerId;
        items.put(itemId);
        times.put(timeMicros);
        codes.put(type + (long) TYPES * (epochDay - firstDay + 1));
        rowActions++;
        actions++;
    }

    private void endRow() throws IOException {
        hashes.putInt(hash);
        customers.putLong(customerId);
        lengths.putInt(rowActions);
        levels.add(rowActions);
        pageActions += rowActions;
        pageRows++;
        rowActions = 0;
        if (pageActions >= PAGE_ACTIONS) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        for (FlatColumn column : flat) {
            column.finish();
        }
        BytesInput shared = levels.take();
        for (ListColumn column : lists) {
            column.endPage(shared, pageRows, 0);
        }
        groupActions += pageActions;
        groupRows += pageRows;
        pageActions = 0;
        pageRows = 0;
        if (groupActions >= GROUP_ACTIONS) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        file.writeGroup(
                groupRows,
                Stream.concat(
                                flat.stream().map(FlatColumn::pages),
                                lists.stream().map(ListColumn::pages))
                        .toList());
        rows += groupRows;
        groupActions = 0;
        groupRows = 0;
    }

    /** Whether nothing has been written; such a file is better thrown away. */
    public boolean isEmpty() {
        return actions == 0;
    }

    /** Completes the file; nothing can be written afterwards. */
    public PackFile finish() throws IOException {
        if (rowActions > 0) {
            endRow();
        }
        if (pageRows > 0) {
            endPage();
        }
        if (groupRows > 0) {
            endGroup();
        }
        codec.close();
        return new PackFile(file.name(), rows, actions, file.finish(), firstHash, hash);
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        codec.close();
        file.close();
    }
}
