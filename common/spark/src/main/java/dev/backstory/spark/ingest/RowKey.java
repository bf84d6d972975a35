package dev.backstory.spark.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Where a row belongs, as one number that sorts as the rows do: the number of its day, then whether it is rejected, then
 * the hash from the smallest to the largest. One number is sorted much faster than three columns.
 */
final class RowKey {
    private static final int HASH_BITS = 32;
    private static final int DAY_SHIFT = HASH_BITS + 1;
    private static final long SMALLEST_HASH = Integer.MIN_VALUE;

    private RowKey() {}

    /**
     * The key of rows with {@code customer_id}, {@code raw} and {@code reasons}.
     *
     * @param day its number, see {@link DayLayout}
     */
    static Column of(Column day) {
        Column rejected = size(col("reasons")).gt(0);
        Column fromHash = when(rejected, functions.hash(col("raw"))).otherwise(functions.hash(col("customer_id")));
        return shiftleft(day.cast(DataTypes.LongType), DAY_SHIFT)
                .plus(when(rejected, lit(1L << HASH_BITS)).otherwise(lit(0L)))
                .plus(fromHash.cast(DataTypes.LongType).minus(SMALLEST_HASH));
    }

    /** Equal for rows that go into one file, different for others of the same day. */
    static Column file(Column key, int slices) {
        Column day = shiftright(key, DAY_SHIFT);
        return day.multiply(slices).plus(slice(key, slices));
    }

    private static Column slice(Column key, int slices) {
        Column low = key.bitwiseAND(lit((1L << HASH_BITS) - 1));
        return shiftright(low.multiply((long) slices), HASH_BITS);
    }

    /** The number of the day, see {@link DayLayout}. */
    static int day(long key) {
        return (int) (key >>> DAY_SHIFT);
    }

    static boolean isRejected(long key) {
        return ((key >>> HASH_BITS) & 1) != 0;
    }

    static int hash(long key) {
        return (int) ((key & ((1L << HASH_BITS) - 1)) + SMALLEST_HASH);
    }

    static int slice(long key, int slices) {
        return (int) (((key & ((1L << HASH_BITS) - 1)) * slices) >>> HASH_BITS);
    }
}
