package dev.backstory.lake.parquet;

import dev.backstory.core.run.StagedFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes one file of {@code actions} ({@link TableSchemas#ACTIONS}). Rows must come in the order of the table; one that
 * does not, or that carries another hash than its customer's, is an error, because the merge would silently lose it.
 */
public final class ActionFileWriter implements AutoCloseable {
    private final ActionOrder order;
    private final RowFile<ActionFileWriter> file;
    private int hash;
    private long customerId;
    private long itemId;
    private long timeMicros;
    private int type;

    private ActionFileWriter(Path path, Configuration conf) throws IOException {
        this.order = new ActionOrder(path);
        this.file = RowFile.forCursors(path, conf, TableSchemas.ACTIONS, ActionFileWriter::fields);
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public static ActionFileWriter open(Path path, Configuration conf) throws IOException {
        return new ActionFileWriter(path, conf);
    }

    /** @param timeMicros microseconds since 1970-01-01T00:00Z */
    public void write(int hash, long customerId, long itemId, long timeMicros, int type) throws IOException {
        order.check(hash, customerId, itemId, timeMicros, type);
        this.hash = hash;
        this.customerId = customerId;
        this.itemId = itemId;
        this.timeMicros = timeMicros;
        this.type = type;
        file.write(this);
    }

    private void fields(RecordConsumer out) {
        out.startField("customer_hash", 0);
        out.addInteger(hash);
        out.endField("customer_hash", 0);
        out.startField("customer_id", 1);
        out.addLong(customerId);
        out.endField("customer_id", 1);
        out.startField("item_id", 2);
        out.addLong(itemId);
        out.endField("item_id", 2);
        out.startField("action_time", 3);
        out.addLong(timeMicros);
        out.endField("action_time", 3);
        out.startField("action_type", 4);
        out.addInteger(type);
        out.endField("action_type", 4);
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
