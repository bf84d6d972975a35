package dev.backstory.lake.page;

import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The least and the greatest of a page's integers, for its statistics. */
final class ValueRange {
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    void clear() {
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }

    void add(long value) {
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    void add(long[] values, int from, int count) {
        long least = min;
        long greatest = max;
        for (int i = from; i < from + count; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        min = least;
        max = greatest;
    }

    void add(byte[] values, int from, int count) {
        int least = Byte.MAX_VALUE;
        int greatest = Byte.MIN_VALUE;
        for (int i = from; i < from + count; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        if (count > 0) {
            add(least);
            add(greatest);
        }
    }

    /** Takes both values, which fit the type, into statistics; nothing when there was no value. */
    void putInto(Statistics<?> statistics, PrimitiveType type) {
        if (min > max) {
            return;
        }
        if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT32) {
            statistics.updateStats((int) min);
            statistics.updateStats((int) max);
        } else {
            statistics.updateStats(min);
            statistics.updateStats(max);
        }
    }
}
