package dev.backstory.spark.ingest;

import dev.backstory.core.contract.ActionOrder;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.table.ActionFileWriter;
import dev.backstory.lake.table.TableSchemas;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.InternalRow;

/** {@code actions}. */
final class StagedActions extends StagedTable {
    private static final long serialVersionUID = 1L;

    private static final int CUSTOMER_ID = position(TableSchemas.ACTIONS, "customer_id");
    private static final int ITEM_ID = position(TableSchemas.ACTIONS, "item_id");
    private static final int ACTION_TIME = position(TableSchemas.ACTIONS, "action_time");
    private static final int ACTION_TYPE = position(TableSchemas.ACTIONS, "action_type");

    @Override
    Table table() {
        return Table.ACTIONS;
    }

    @Override
    MessageType schema() {
        return TableSchemas.ACTIONS;
    }

    @Override
    TableFile open(Path path, Configuration conf) throws IOException {
        ActionFileWriter writer = ActionFileWriter.open(path, conf);
        return new TableFile(
                (hash, row) -> writer.write(
                        hash,
                        row.getLong(CUSTOMER_ID),
                        row.getLong(ITEM_ID),
                        row.getLong(ACTION_TIME),
                        row.getInt(ACTION_TYPE)),
                writer::finish,
                writer::close);
    }

    @Override
    boolean holdsNothing(InternalRow row) {
        return false;
    }

    /** customer_id, then newest first ({@link ActionOrder}). */
    @Override
    int compareKept(InternalRow left, InternalRow right) {
        int byCustomer = Long.compare(left.getLong(CUSTOMER_ID), right.getLong(CUSTOMER_ID));
        if (byCustomer != 0) {
            return byCustomer;
        }
        return ActionOrder.compare(
                left.getLong(ACTION_TIME),
                left.getInt(ACTION_TYPE),
                left.getLong(ITEM_ID),
                right.getLong(ACTION_TIME),
                right.getInt(ACTION_TYPE),
                right.getLong(ITEM_ID));
    }
}
