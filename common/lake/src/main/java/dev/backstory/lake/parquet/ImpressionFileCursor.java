package dev.backstory.lake.parquet;

import dev.backstory.core.history.ImpressionCursor;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/** The impression items of one file of {@code impressions} whose customers' hashes are in a range. */
public final class ImpressionFileCursor implements ImpressionCursor {
    private static final int RANKING = 1;
    private static final int CUSTOMER = 2;
    private static final int POSITION = 3;
    private static final int ITEM = 4;
    private static final int LABEL = 5;

    private final HashRangeRows rows;

    private ImpressionFileCursor(HashRangeRows rows) {
        this.rows = rows;
    }

    /** @throws IOException if the file is missing or damaged; the message names it */
    public static ImpressionFileCursor open(Path path, Configuration conf, HashRange range) throws IOException {
        return new ImpressionFileCursor(new HashRangeRows(path, conf, TableSchemas.IMPRESSIONS, range));
    }

    @Override
    public boolean next() throws IOException {
        return rows.next();
    }

    @Override
    public int hash() {
        return rows.hash();
    }

    @Override
    public long customerId() {
        return rows.column(CUSTOMER).getLong();
    }

    @Override
    public @Nullable String rankingId() {
        ColumnReader column = rows.column(RANKING);
        return isNull(column) ? null : column.getBinary().toStringUsingUTF8();
    }

    @Override
    public int position() {
        return rows.column(POSITION).getInteger();
    }

    @Override
    public long itemId() {
        return rows.column(ITEM).getLong();
    }

    @Override
    public @Nullable Integer label() {
        ColumnReader column = rows.column(LABEL);
        return isNull(column) ? null : column.getInteger();
    }

    private static boolean isNull(ColumnReader column) {
        return column.getCurrentDefinitionLevel() == 0;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
