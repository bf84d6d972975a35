package dev.backstory.lake.table;

import dev.backstory.core.history.ImpressionCursor;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.page.HashRangeRows;
import dev.backstory.lake.page.PlainPage;
import dev.backstory.lake.page.UnreadableFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The impression items of one file of {@code impressions} whose customers' hashes are in a range. */
public final class ImpressionFileCursor implements ImpressionCursor {
    private static final int RANKING = 1;
    private static final int CUSTOMER = 2;
    private static final int POSITION = 3;
    private static final int ITEM = 4;
    private static final int LABEL = 5;

    private final HashRangeRows rows;
    /** Of the current pages; optional values have no fixed place, so they are taken out at once. */
    private @Nullable String[] rankings = new String[0];

    private @Nullable Integer[] labels = new Integer[0];
    private @Nullable PlainPage decoded;

    private ImpressionFileCursor(HashRangeRows rows) {
        this.rows = rows;
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static ImpressionFileCursor open(Path path, Configuration conf, HashRange range) throws IOException {
        return new ImpressionFileCursor(
                new HashRangeRows(path, conf, TableSchemas.IMPRESSIONS, range, UnreadableFile.BUILD_DAY_AGAIN));
    }

    @Override
    public boolean next() throws IOException {
        if (!rows.next()) {
            return false;
        }
        if (rows.page(RANKING) != decoded) {
            decoded = rows.page(RANKING);
            rankings = rows.page(RANKING).optionalTexts();
            labels = rows.page(LABEL).optionalInts();
        }
        return true;
    }

    @Override
    public int hash() {
        return rows.hash();
    }

    @Override
    public long customerId() {
        return rows.page(CUSTOMER).longAt(rows.row());
    }

    @Override
    public @Nullable String rankingId() {
        return rankings[rows.row()];
    }

    @Override
    public int position() {
        return rows.page(POSITION).intAt(rows.row());
    }

    @Override
    public long itemId() {
        return rows.page(ITEM).longAt(rows.row());
    }

    @Override
    public @Nullable Integer label() {
        return labels[rows.row()];
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
