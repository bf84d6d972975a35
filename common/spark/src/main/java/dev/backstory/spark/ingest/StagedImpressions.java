package dev.backstory.spark.ingest;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.table.ImpressionFileWriter;
import dev.backstory.lake.table.TableSchemas;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** {@code impressions}, a row for every item. */
final class StagedImpressions extends StagedTable {
    private static final long serialVersionUID = 1L;

    private static final int RANKING_ID = position(TableSchemas.IMPRESSIONS, "ranking_id");
    private static final int CUSTOMER_ID = position(TableSchemas.IMPRESSIONS, "customer_id");
    private static final int POSITION = position(TableSchemas.IMPRESSIONS, "impression_pos");
    private static final int ITEM_ID = position(TableSchemas.IMPRESSIONS, "impression_item_id");
    private static final int LABEL = position(TableSchemas.IMPRESSIONS, "label");

    @Override
    Table table() {
        return Table.IMPRESSIONS;
    }

    @Override
    MessageType schema() {
        return TableSchemas.IMPRESSIONS;
    }

    @Override
    TableFile open(Path path, Configuration conf) throws IOException {
        ImpressionFileWriter writer = ImpressionFileWriter.open(path, conf);
        return new TableFile(
                (hash, row) -> writer.write(
                        hash,
                        row.isNullAt(RANKING_ID)
                                ? null
                                : row.getUTF8String(RANKING_ID).toString(),
                        row.getLong(CUSTOMER_ID),
                        row.getInt(POSITION),
                        row.getLong(ITEM_ID),
                        row.isNullAt(LABEL) ? null : row.getInt(LABEL)),
                writer::finish,
                writer::close);
    }

    /** An impression without items. */
    @Override
    boolean holdsNothing(InternalRow row) {
        return row.isNullAt(POSITION);
    }

    /** customer_id, ranking_id, impression_pos, impression_item_id, label; nulls first. */
    @Override
    int compareKept(InternalRow left, InternalRow right) {
        int byCustomer = Long.compare(left.getLong(CUSTOMER_ID), right.getLong(CUSTOMER_ID));
        if (byCustomer != 0) {
            return byCustomer;
        }
        int byRanking = compareRankings(left, right);
        if (byRanking != 0) {
            return byRanking;
        }
        int byPosition = Integer.compare(left.getInt(POSITION), right.getInt(POSITION));
        if (byPosition != 0) {
            return byPosition;
        }
        int byItem = Long.compare(left.getLong(ITEM_ID), right.getLong(ITEM_ID));
        return byItem != 0 ? byItem : Integer.compare(label(left), label(right));
    }

    private static int compareRankings(InternalRow left, InternalRow right) {
        if (left.isNullAt(RANKING_ID) || right.isNullAt(RANKING_ID)) {
            return Boolean.compare(right.isNullAt(RANKING_ID), left.isNullAt(RANKING_ID));
        }
        UTF8String ranking = left.getUTF8String(RANKING_ID);
        return ranking.compareTo(right.getUTF8String(RANKING_ID));
    }

    /** -1 for a missing one. */
    private static int label(InternalRow row) {
        return row.isNullAt(LABEL) ? -1 : row.getInt(LABEL);
    }
}
