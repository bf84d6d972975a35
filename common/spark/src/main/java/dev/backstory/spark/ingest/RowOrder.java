package dev.backstory.spark.ingest;

import dev.backstory.core.contract.Table;
import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How rows of one key ({@link RowKey}) follow each other: in the order of their table, or, when they are refused, by
 * what they were. Rows that it finds equal are written alike. The columns are those of {@link ShuffledRows}.
 */
final class RowOrder implements Comparator<InternalRow>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int TABLE = ShuffledRows.TABLE;

    private final Table table;

    /** @param table actions or impressions */
    RowOrder(Table table) {
        this.table = table;
    }

    @Override
    public int compare(InternalRow left, InternalRow right) {
        if (RowKey.isRefused(left.getLong(ShuffledRows.KEY))) {
            return compareRefused(left, right);
        }
        return table == Table.ACTIONS ? compareActions(left, right) : compareImpressions(left, right);
    }

    private static int compareRefused(InternalRow left, InternalRow right) {
        int byRaw = left.getUTF8String(ShuffledRows.RAW).compareTo(right.getUTF8String(ShuffledRows.RAW));
        if (byRaw != 0) {
            return byRaw;
        }
        int bySource = Integer.compare(left.getInt(ShuffledRows.SOURCE), right.getInt(ShuffledRows.SOURCE));
        return bySource != 0
                ? bySource
                : compareTexts(left.getArray(ShuffledRows.REASONS), right.getArray(ShuffledRows.REASONS));
    }

    private static int compareTexts(ArrayData left, ArrayData right) {
        int common = Math.min(left.numElements(), right.numElements());
        for (int i = 0; i < common; i++) {
            int byText = left.getUTF8String(i).compareTo(right.getUTF8String(i));
            if (byText != 0) {
                return byText;
            }
        }
        return Integer.compare(left.numElements(), right.numElements());
    }

    /** customer_id, then newest first: action_time, action_type, item_id, all descending. */
    private static int compareActions(InternalRow left, InternalRow right) {
        int byCustomer = Long.compare(left.getLong(TABLE), right.getLong(TABLE));
        if (byCustomer != 0) {
            return byCustomer;
        }
        int byTime = Long.compare(right.getLong(TABLE + 2), left.getLong(TABLE + 2));
        if (byTime != 0) {
            return byTime;
        }
        int byType = Integer.compare(right.getInt(TABLE + 3), left.getInt(TABLE + 3));
        return byType != 0 ? byType : Long.compare(right.getLong(TABLE + 1), left.getLong(TABLE + 1));
    }

    /** customer_id, ranking_id, impression_pos, impression_item_id, label; nulls first. */
    private static int compareImpressions(InternalRow left, InternalRow right) {
        int byCustomer = Long.compare(left.getLong(TABLE + 1), right.getLong(TABLE + 1));
        if (byCustomer != 0) {
            return byCustomer;
        }
        int byRanking = compareRankings(left, right);
        if (byRanking != 0) {
            return byRanking;
        }
        int byPosition = Integer.compare(left.getInt(TABLE + 2), right.getInt(TABLE + 2));
        if (byPosition != 0) {
            return byPosition;
        }
        int byItem = Long.compare(left.getLong(TABLE + 3), right.getLong(TABLE + 3));
        return byItem != 0 ? byItem : Integer.compare(label(left), label(right));
    }

    private static int compareRankings(InternalRow left, InternalRow right) {
        if (left.isNullAt(TABLE) || right.isNullAt(TABLE)) {
            return Boolean.compare(right.isNullAt(TABLE), left.isNullAt(TABLE));
        }
        UTF8String ranking = left.getUTF8String(TABLE);
        return ranking.compareTo(right.getUTF8String(TABLE));
    }

    /** -1 for a missing one. */
    private static int label(InternalRow row) {
        return row.isNullAt(TABLE + 4) ? -1 : row.getInt(TABLE + 4);
    }
}
