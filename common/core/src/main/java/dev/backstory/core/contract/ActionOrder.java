package dev.backstory.core.contract;

/**
 * The order of one customer's actions in every file and every history: newest first, by time, then type, then item id,
 * all descending. Actions that are equal in all three are interchangeable.
 */
public final class ActionOrder {
    private ActionOrder() {}

    /** Negative when the first of the two actions comes first, which is when it is the newer. */
    public static int compare(long time, int type, long item, long otherTime, int otherType, long otherItem) {
        if (time != otherTime) {
            return Long.compare(otherTime, time);
        }
        return type != otherType ? Integer.compare(otherType, type) : Long.compare(otherItem, item);
    }
}
