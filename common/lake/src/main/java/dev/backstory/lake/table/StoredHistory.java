package dev.backstory.lake.table;

import java.nio.ByteBuffer;

/** Both arrays of one row of {@code training}, as they lie in the file. Stays valid when its cursor moves on. */
public final class StoredHistory {
    private final ByteBuffer items;
    private final ByteBuffer types;
    private final int slots;
    private final boolean narrow;

    /** @param narrow whether an item takes four bytes, not eight; a type takes four in both cases */
    StoredHistory(ByteBuffer items, ByteBuffer types, int slots, boolean narrow) {
        this.items = items;
        this.types = types;
        this.slots = slots;
        this.narrow = narrow;
    }

    /** The length of both arrays, padding included. */
    public int slots() {
        return slots;
    }

    public long item(int slot) {
        return narrow ? items.getInt(slot * Integer.BYTES) : items.getLong(slot * Long.BYTES);
    }

    /** A code of {@link dev.backstory.core.contract.ActionType}, or 0. */
    public int type(int slot) {
        return types.getInt(slot * Integer.BYTES);
    }

    /** The first slot, from 0, in which the two differ, or that only one has; -1 when they are the same. */
    public int firstDifference(StoredHistory other) {
        int common = Math.min(slots, other.slots);
        int slot = narrow == other.narrow ? Math.min(equalItems(other), equalTypes(other)) : 0;
        while (slot < common && isSame(slot, other)) {
            slot++;
        }
        return slot < Math.max(slots, other.slots) ? slot : -1;
    }

    /** In how many slots the two differ; slots that only one has count. */
    public int differences(StoredHistory other) {
        int common = Math.min(slots, other.slots);
        int differences = Math.max(slots, other.slots) - common;
        for (int slot = 0; slot < common; slot++) {
            if (!isSame(slot, other)) {
                differences++;
            }
        }
        return differences;
    }

    private boolean isSame(int slot, StoredHistory other) {
        return item(slot) == other.item(slot) && type(slot) == other.type(slot);
    }

    private int equalItems(StoredHistory other) {
        int mismatch = items.mismatch(other.items);
        return mismatch < 0 ? slots : mismatch / (narrow ? Integer.BYTES : Long.BYTES);
    }

    private int equalTypes(StoredHistory other) {
        int mismatch = types.mismatch(other.types);
        return mismatch < 0 ? slots : mismatch / Integer.BYTES;
    }
}
