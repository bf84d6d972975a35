package dev.backstory.lake.parquet;

import dev.backstory.core.contract.CustomerHash;
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
    private final Path path;
    private final RowFile<ActionFileWriter> file;
    private boolean first = true;
    private int hash;
    private long customerId;
    private long itemId;
    private long timeMicros;
    private int type;

    private ActionFileWriter(Path path, Configuration conf) throws IOException {
        this.path = path;
        this.file = new RowFile<>(path, conf, TableSchemas.ACTIONS, ActionFileWriter::fields);
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public static ActionFileWriter open(Path path, Configuration conf) throws IOException {
        return new ActionFileWriter(path, conf);
    }

    /** @param timeMicros microseconds since 1970-01-01T00:00Z */
    public void write(int hash, long customerId, long itemId, long timeMicros, int type) throws IOException {
        if (hash != CustomerHash.of(customerId)) {
            throw new IllegalArgumentException("Cannot write an action of customer " + customerId + " to " + path
                    + " because its customer_hash is " + hash + " instead of " + CustomerHash.of(customerId));
        }
        if (!first && isBeforeLast(hash, customerId, itemId, timeMicros, type)) {
            throw new IllegalArgumentException("Cannot write an action of customer " + customerId + " to " + path
                    + " because it belongs before the row written last (customer " + this.customerId + "); sort by"
                    + " customer_hash, customer_id, action_time desc, action_type desc, item_id desc");
        }
        first = false;
        this.hash = hash;
        this.customerId = customerId;
        this.itemId = itemId;
        this.timeMicros = timeMicros;
        this.type = type;
        file.write(this);
    }

    private boolean isBeforeLast(int hash, long customerId, long itemId, long timeMicros, int type) {
        if (hash != this.hash) {
            return hash < this.hash;
        }
        if (customerId != this.customerId) {
            return customerId < this.customerId;
        }
        if (timeMicros != this.timeMicros) {
            return timeMicros > this.timeMicros;
        }
        return type != this.type ? type > this.type : itemId > this.itemId;
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
