package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.core.history.ActionCursor;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.page.HashRangeRows;
import dev.backstory.lake.page.PlainPage;
import java.io.IOException;
import java.time.YearMonth;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.ParquetDecodingException;

/** The actions of one file of a pack whose customers' hashes are in a range. Each row's values are read in their page. */
public final class PackFileCursor implements ActionCursor {
    private static final int CUSTOMER = 1;
    private static final int LENGTH = 2;
    private static final int ITEM = 3;
    private static final int TIME = 4;
    private static final int CODE = 5;

    private final Path path;
    private final HashRangeRows rows;
    private final String remedy;
    /** The day before the month, in days since 1970-01-01: a code holds the day of the month from 1. */
    private final int dayBefore;

    private PlainPage items = PlainPage.EMPTY;
    private PlainPage times = PlainPage.EMPTY;
    private PlainPage codes = PlainPage.EMPTY;
    /** By row of the current page: the slot behind its last one. */
    private int[] ends = new int[0];

    private int slot;
    private int end;
    private boolean ended;
    private int hash;
    private long customerId;

    private PackFileCursor(Path path, Configuration conf, HashRange range, YearMonth month, String remedy)
            throws IOException {
        this.path = path;
        this.remedy = remedy;
        this.rows = new HashRangeRows(path, conf, TableSchemas.PACK, range, remedy);
        this.dayBefore = Math.toIntExact(month.atDay(1).toEpochDay()) - 1;
    }

    /**
     * @param month the pack's
     * @param remedy what to do about a file that cannot be read, for the message
     * @throws IOException if the file is missing or damaged; the message names it
     */
    public static PackFileCursor open(Path path, Configuration conf, HashRange range, YearMonth month, String remedy)
            throws IOException {
        return new PackFileCursor(path, conf, range, month, remedy);
    }

    @Override
    public boolean next() throws IOException {
        slot++;
        return slot < end || nextRow();
    }

    private boolean nextRow() throws IOException {
        if (!rows.next()) {
            ended = true;
            end = 0;
            return false;
        }
        if (rows.page(ITEM) != items) {
            openPage();
        }
        hash = rows.hash();
        customerId = rows.page(CUSTOMER).longAt(rows.row());
        slot = rows.row() == 0 ? 0 : ends[rows.row() - 1];
        end = ends[rows.row()];
        return true;
    }

    private void openPage() throws IOException {
        PlainPage lengths = rows.page(LENGTH);
        items = rows.page(ITEM);
        times = rows.page(TIME);
        codes = rows.page(CODE);
        ends = new int[lengths.rows()];
        int slots = 0;
        for (int row = 0; row < ends.length; row++) {
            int length = lengths.intAt(row);
            if (length < 1) {
                throw damaged("a row has " + length + " actions");
            }
            slots += length;
            ends[row] = slots;
        }
        if (slots != items.rows() || slots != times.rows() || slots != codes.rows()) {
            throw damaged("the lists of a page do not have the lengths beside them");
        }
    }

    private IOException damaged(String what) {
        var cause = new ParquetDecodingException(what);
        return new IOException("Cannot read " + path + " because it is damaged (" + what + "); " + remedy, cause);
    }

    @Override
    public boolean seek(int targetHash, long targetCustomerId) throws IOException {
        while (!ended && CustomerOrder.isBefore(hash, customerId, targetHash, targetCustomerId)) {
            nextRow();
        }
        return !ended;
    }

    @Override
    public int hash() {
        return hash;
    }

    @Override
    public long customerId() {
        return customerId;
    }

    @Override
    public long itemId() {
        return items.longAt(slot);
    }

    @Override
    public long timeMicros() {
        return times.longAt(slot);
    }

    @Override
    public int type() {
        return codes.intAt(slot) % PackFileWriter.TYPES;
    }

    @Override
    public int epochDay() {
        return dayBefore + codes.intAt(slot) / PackFileWriter.TYPES;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
