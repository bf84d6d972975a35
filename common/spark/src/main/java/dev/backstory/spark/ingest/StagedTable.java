package dev.backstory.spark.ingest;

import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import java.io.IOException;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A table that is made from raw sources: which columns its rows have between the sources and a file, in which order rows
 * of one key ({@link RowKey}) follow each other, and how they are written. Nobody else knows a column by its position.
 *
 * <p>As a comparator it orders the rows of {@link ShuffledRows} that share a key: kept ones as their table wants them,
 * rejected ones by what they were. Rows that it finds equal are written alike.
 */
abstract sealed class StagedTable implements Comparator<InternalRow>, Serializable
        permits StagedActions, StagedImpressions {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException for a table that is not made from raw sources */
    static StagedTable of(Table table) {
        return switch (table) {
            case ACTIONS -> new StagedActions();
            case IMPRESSIONS -> new StagedImpressions();
            default -> throw new IllegalArgumentException("No source has rows of " + table.folder());
        };
    }

    abstract Table table();

    /** Which of its columns has ids of a kind. */
    final String idColumn(IdKind kind) {
        return switch (kind) {
            case CUSTOMER -> "customer_id";
            case ITEM -> table() == Table.ACTIONS ? "item_id" : "impression_item_id";
        };
    }

    /** Of its files. */
    abstract MessageType schema();

    abstract TableFile open(Path path, Configuration conf) throws IOException;

    /** Whether a kept row stands for something that was read and makes no row of the table: it is counted, not written. */
    abstract boolean holdsNothing(InternalRow row);

    /** Two kept rows. */
    abstract int compareKept(InternalRow left, InternalRow right);

    @Override
    public final int compare(InternalRow left, InternalRow right) {
        return RowKey.isRejected(left.getLong(ShuffledRows.KEY))
                ? RejectedRows.compare(left, right)
                : compareKept(left, right);
    }

    /** The columns of its rows as they are shuffled, in the order of its files. */
    final List<String> columns() {
        return columns(schema());
    }

    /** Where a row of {@link ShuffledRows} has a column. */
    static int position(MessageType schema, String column) {
        int own = columns(schema).indexOf(column);
        if (own < 0) {
            throw new IllegalArgumentException(schema.getName() + " have no column " + column);
        }
        return ShuffledRows.FRONT + own;
    }

    /** The hash is not shuffled: it is in the key. */
    private static List<String> columns(MessageType schema) {
        return schema.getFields().stream()
                .map(Type::getName)
                .filter(name -> !name.equals("customer_hash"))
                .toList();
    }
}
