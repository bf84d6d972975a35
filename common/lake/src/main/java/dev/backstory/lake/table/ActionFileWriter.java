package dev.backstory.lake.table;

import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.FlatColumn;
import dev.backstory.lake.page.FlatFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes one file of {@code actions} ({@link TableSchemas#ACTIONS}). Rows must come in the order of the table; one that
 * does not, or that carries another hash than its customer's, is an error, because the merge would silently lose it.
 */
public final class ActionFileWriter implements AutoCloseable {
    private final ActionOrderCheck order;
    private final FlatFile file;
    private final FlatColumn hashes;
    private final FlatColumn customers;
    private final FlatColumn items;
    private final FlatColumn times;
    private final FlatColumn types;

    private ActionFileWriter(Path path, Configuration conf) throws IOException {
        order = new ActionOrderCheck(path);
        file = new FlatFile(path, conf, TableSchemas.ACTIONS);
        hashes = file.column(0);
        customers = file.column(1);
        items = file.column(2);
        times = file.column(3);
        types = file.column(4);
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public static ActionFileWriter open(Path path, Configuration conf) throws IOException {
        return new ActionFileWriter(path, conf);
    }

    /** @param timeMicros microseconds since 1970-01-01T00:00Z */
    public void write(int hash, long customerId, long itemId, long timeMicros, int type) throws IOException {
        order.check(hash, customerId, itemId, timeMicros, type);
        hashes.putInt(hash);
        customers.putLong(customerId);
        items.putLong(itemId);
        times.putLong(timeMicros);
        types.putInt(type);
        file.endRow();
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        return file.finish();
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
