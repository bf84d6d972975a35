package dev.backstory.dq.audit;

import dev.backstory.dq.engine.SqlFunctions;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * All that the checks of training rows ask of the slots of a row, in one pass over both arrays. Each question alone has a
 * form in SQL, which reports show ({@link TrainingRowChecks}); asked one by one they take ten passes, and there are
 * billions of slots.
 *
 * <p>The answer is a number: a bit for each kind of fault, and above them the slots before the first padding of items.
 */
public final class TrainingSlots {
    static final int NULL_SLOT = 1;
    static final int TYPE_OUTSIDE = 2;
    static final int NEGATIVE_ITEM = 4;
    static final int PADDING_DISAGREES = 8;
    static final int ACTION_AFTER_PADDING = 16;
    private static final int FAULT_BITS = 8;

    private static final String FUNCTION = "training_slots";

    private static final int MOST_TYPE = 3;
    private static final int EMPTY = 1 << 5;
    private static final int NEGATIVE = 1 << 6;
    private static final int TOO_LARGE = 1 << 7;

    private TrainingSlots() {}

    /** Makes {@link #sql} known to a session. */
    static void register(SparkSession spark) {
        SqlFunctions.register(spark, FUNCTION, TrainingSlots.class, "look", DataTypes.LongType);
    }

    /**
     * SQL of the answer for a row.
     *
     * @param items SQL of the array
     * @param itemType of its elements: bigint, int, smallint or tinyint
     */
    static String sql(String items, DataType itemType, String types, DataType typeType) {
        return FUNCTION + "(" + items + ", " + types + ", " + itemType.defaultSize() + ", " + typeType.defaultSize()
                + ")";
    }

    /** SQL that is true without these faults. */
    static String without(String sql, int faults) {
        return "(" + sql + " & " + faults + "L) = 0";
    }

    /** SQL that says of an array alone what {@link #NULL_SLOT} says of both. */
    static String noNull(String array) {
        return "forall(" + array + ", slot -> slot is not null)";
    }

    /** SQL of the number of slots before the first padding of items; meaningless where that array is null. */
    static String filled(String sql) {
        return "shiftright(" + sql + ", " + FAULT_BITS + ")";
    }

    /**
     * Called by generated code.
     *
     * @param items may be null, may hold nulls
     * @param itemBytes width of an element: 8, 4, 2 or 1
     */
    public static long look(ArrayData items, ArrayData types, int itemBytes, int typeBytes) {
        long ofItems = items == null ? missing() : look(items, itemBytes, Long.MAX_VALUE);
        long ofTypes = types == null ? missing() : look(types, typeBytes, MOST_TYPE);
        long faults = (ofItems | ofTypes) & (NULL_SLOT | ACTION_AFTER_PADDING);
        if ((ofTypes & (EMPTY | NEGATIVE | TOO_LARGE)) != 0) {
            faults |= TYPE_OUTSIDE;
        }
        if ((ofItems & (EMPTY | NEGATIVE)) != 0) {
            faults |= NEGATIVE_ITEM;
        }
        long padding = firstPadding(ofItems);
        if (items == null || types == null || padding != firstPadding(ofTypes)) {
            faults |= PADDING_DISAGREES;
        }
        long filled = items != null && padding == 0 ? items.numElements() : padding - 1;
        return filled << FAULT_BITS | faults;
    }

    private static long missing() {
        return NULL_SLOT | ACTION_AFTER_PADDING | EMPTY;
    }

    /** Counted from 1; 0 without padding. */
    private static long firstPadding(long looked) {
        return looked >> FAULT_BITS;
    }

    private static long look(ArrayData array, int bytes, long most) {
        int slots = array.numElements();
        int first = 0;
        int found = EMPTY;
        for (int slot = 0; slot < slots; slot++) {
            if (array.isNullAt(slot)) {
                found |= NULL_SLOT;
                continue;
            }
            found &= ~EMPTY;
            long value = switch (bytes) {
                case Long.BYTES -> array.getLong(slot);
                case Integer.BYTES -> array.getInt(slot);
                case Short.BYTES -> array.getShort(slot);
                default -> array.getByte(slot);
            };
            if (value == 0) {
                first = first == 0 ? slot + 1 : first;
            } else if (first != 0) {
                found |= ACTION_AFTER_PADDING;
            }
            if (value < 0) {
                found |= NEGATIVE;
            }
            if (value > most) {
                found |= TOO_LARGE;
            }
        }
        return (long) first << FAULT_BITS | found;
    }
}
