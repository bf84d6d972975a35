package dev.backstory.dq.check;

import dev.backstory.dq.engine.SqlFunctions;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Answers all questions of the checks of training rows about the slots of a row in one pass over both arrays. Each
 * question can also be asked in SQL, which reports show ({@link TrainingRowChecks}); one by one they would take ten
 * passes, and there are billions of slots.
 *
 * <p>The answer is a number: a bit for each kind of fault, and above them the number of slots before the first padding
 * of items.
 */
public final class TrainingSlots {
    static final int NULL_SLOT = 1;
    static final int TYPE_OUTSIDE = 2;
    static final int NEGATIVE_ITEM = 4;
    static final int PADDING_DISAGREES = 8;
    static final int ACTION_AFTER_PADDING = 16;
    private static final int FAULT_BITS = 8;

    private static final String FUNCTION = "training_slots";

    private static final int EMPTY = 1 << 5;
    private static final int NEGATIVE = 1 << 6;
    private static final int TOO_LARGE = 1 << 7;

    private TrainingSlots() {}

    /** Registers the function of {@link #sql} with a session. */
    public static void register(SparkSession spark) {
        SqlFunctions.register(spark, FUNCTION, TrainingSlots.class, "look", DataTypes.LongType);
    }

    /**
     * SQL for the answer for a row.
     *
     * @param items SQL of the array
     * @param itemType of its elements: bigint, int, smallint or tinyint
     * @param largestType the largest code of a type
     */
    static String sql(String items, DataType itemType, String types, DataType typeType, int largestType) {
        return FUNCTION + "(" + items + ", " + types + ", " + itemType.defaultSize() + ", " + typeType.defaultSize()
                + ", " + largestType + ")";
    }

    /** SQL that is true if a row has none of these faults. */
    static String without(String sql, int faults) {
        return "(" + sql + " & " + faults + "L) = 0";
    }

    /** SQL that tells of one array what {@link #NULL_SLOT} tells of both. */
    static String noNull(String array) {
        return "forall(" + array + ", slot -> slot is not null)";
    }

    /** SQL for the number of slots before the first padding of items; meaningless if that array is null. */
    static String filled(String sql) {
        return "shiftright(" + sql + ", " + FAULT_BITS + ")";
    }

    /**
     * Called by generated code.
     *
     * @param items may be null, may hold nulls
     * @param itemBytes width of an element: 8, 4, 2 or 1
     */
    public static long look(ArrayData items, ArrayData types, int itemBytes, int typeBytes, int largestType) {
        long ofItems = items == null ? missing() : look(items, itemBytes, Long.MAX_VALUE);
        long ofTypes = types == null ? missing() : look(types, typeBytes, bitsUpTo(largestType));
        long faults = (ofItems | ofTypes) & (NULL_SLOT | ACTION_AFTER_PADDING);
        boolean isExact = bitsUpTo(largestType) == largestType;
        if ((ofTypes & (EMPTY | NEGATIVE | TOO_LARGE)) != 0
                || (!isExact && types != null && exceeds(types, typeBytes, largestType))) {
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

    /** All bits that numbers up to a given one may have: a type with another bit is not a type of action. */
    private static long bitsUpTo(int largest) {
        return Long.highestOneBit(largest) * 2 - 1;
    }

    /** For types that bits cannot tell apart: 5 is not one of four types, but has only the bits of 4 and 1. */
    private static boolean exceeds(ArrayData types, int bytes, int largest) {
        for (int slot = 0; slot < types.numElements(); slot++) {
            if (!types.isNullAt(slot) && value(types, slot, bytes) > largest) {
                return true;
            }
        }
        return false;
    }

    private static long missing() {
        return NULL_SLOT | ACTION_AFTER_PADDING | EMPTY;
    }

    /** The first padding, counted from 1; 0 if there is none. */
    private static long firstPadding(long looked) {
        return looked >> FAULT_BITS;
    }

    /** @param bits the bits that a slot may have, except for its sign */
    private static long look(ArrayData array, int bytes, long bits) {
        for (int slot = 0; slot < array.numElements(); slot++) {
            if (array.isNullAt(slot)) {
                return lookAtEach(array, bytes, bits);
            }
        }
        // Copied at once, without a test for each slot; loops over the reader's own values cannot be as plain.
        return switch (bytes) {
            case Long.BYTES -> lookAtAll(array.toLongArray(), bits);
            case Integer.BYTES -> lookAtAll(array.toIntArray(), bits);
            case Byte.BYTES -> lookAtAll(widened(array.toByteArray()), bits);
            default -> lookAtEach(array, bytes, bits);
        };
    }

    private static long lookAtAll(long[] slots, long bits) {
        int filled = 0;
        long any = 0;
        while (filled < slots.length && slots[filled] != 0) {
            any |= slots[filled++];
        }
        long after = 0;
        for (int slot = filled; slot < slots.length; slot++) {
            after |= slots[slot];
        }
        return looked(slots.length, filled, any, after, bits);
    }

    private static long lookAtAll(int[] slots, long bits) {
        int filled = 0;
        int any = 0;
        while (filled < slots.length && slots[filled] != 0) {
            any |= slots[filled++];
        }
        int after = 0;
        for (int slot = filled; slot < slots.length; slot++) {
            after |= slots[slot];
        }
        return looked(slots.length, filled, any, after, bits);
    }

    private static int[] widened(byte[] slots) {
        int[] wide = new int[slots.length];
        for (int slot = 0; slot < slots.length; slot++) {
            wide[slot] = slots[slot];
        }
        return wide;
    }

    /**
     * @param filled slots before the first padding
     * @param any all bits that any of them has
     * @param after all bits that any slot after the first padding has
     */
    private static long looked(int slots, int filled, long any, long after, long bits) {
        long values = any | after;
        int found = slots == 0 ? EMPTY : 0;
        if (after != 0) {
            found |= ACTION_AFTER_PADDING;
        }
        if (values < 0) {
            found |= NEGATIVE;
        }
        if ((values & Long.MAX_VALUE & ~bits) != 0) {
            found |= TOO_LARGE;
        }
        return (filled < slots ? filled + 1L : 0L) << FAULT_BITS | found;
    }

    private static long lookAtEach(ArrayData array, int bytes, long bits) {
        int slots = array.numElements();
        int first = 0;
        int found = EMPTY;
        for (int slot = 0; slot < slots; slot++) {
            if (array.isNullAt(slot)) {
                found |= NULL_SLOT;
                continue;
            }
            found &= ~EMPTY;
            long value = value(array, slot, bytes);
            if (value == 0) {
                first = first == 0 ? slot + 1 : first;
            } else if (first != 0) {
                found |= ACTION_AFTER_PADDING;
            }
            if (value < 0) {
                found |= NEGATIVE;
            }
            if ((value & Long.MAX_VALUE & ~bits) != 0) {
                found |= TOO_LARGE;
            }
        }
        return (long) first << FAULT_BITS | found;
    }

    private static long value(ArrayData array, int slot, int bytes) {
        return switch (bytes) {
            case Long.BYTES -> array.getLong(slot);
            case Integer.BYTES -> array.getInt(slot);
            case Short.BYTES -> array.getShort(slot);
            default -> array.getByte(slot);
        };
    }
}
