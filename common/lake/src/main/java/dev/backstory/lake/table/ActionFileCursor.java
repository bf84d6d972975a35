package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.core.history.ActionCursor;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.page.HashRangeRows;
import dev.backstory.lake.page.UnreadableFile;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The actions of one file of {@code actions} whose customers' hashes are in a range. */
public final class ActionFileCursor implements ActionCursor {
    private static final int CUSTOMER = 1;
    private static final int ITEM = 2;
    private static final int TIME = 3;
    private static final int TYPE = 4;

    private final HashRangeRows rows;
    private final int epochDay;
    private boolean ended;
    private int hash;
    private long customerId;

    private ActionFileCursor(HashRangeRows rows, int epochDay) {
        this.rows = rows;
        this.epochDay = epochDay;
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static ActionFileCursor open(Path path, Configuration conf, HashRange range, LocalDate dt)
            throws IOException {
        return new ActionFileCursor(
                new HashRangeRows(path, conf, TableSchemas.ACTIONS, range, UnreadableFile.BUILD_DAY_AGAIN),
                Math.toIntExact(dt.toEpochDay()));
    }

    @Override
    public boolean next() throws IOException {
        if (!rows.next()) {
            ended = true;
            return false;
        }
        hash = rows.hash();
        customerId = rows.page(CUSTOMER).longAt(rows.row());
        return true;
    }

    @Override
    public boolean seek(int targetHash, long targetCustomerId) throws IOException {
        while (!ended && CustomerOrder.isBefore(hash, customerId, targetHash, targetCustomerId)) {
            next();
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
        return rows.page(ITEM).longAt(rows.row());
    }

    @Override
    public long timeMicros() {
        return rows.page(TIME).longAt(rows.row());
    }

    @Override
    public int type() {
        return rows.page(TYPE).intAt(rows.row());
    }

    @Override
    public int epochDay() {
        return epochDay;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
