package dev.backstory.core.history;

import dev.backstory.core.contract.CustomerOrder;
import java.io.IOException;
import java.util.Collection;

/**
 * Where each of many action cursors is. The customer of every head is kept in plain arrays: finding the cursors that
 * have a customer is one run over an int array, much cheaper than keeping hundreds of cursors in an ordered queue.
 *
 * <p>What always holds for {@code i < size}:
 *
 * <ol>
 *   <li>{@code cursors[i]} has not ended; one that ends gives its place to the last ({@link #collect}).
 *   <li>{@code (hashes[i], customers[i])} is the cursor's customer or an earlier one, since a merge moves cursors on
 *       without a look here. So a head beyond the wanted customer needs no look at its cursor; any other cursor seeks.
 * </ol>
 */
final class ActionHeads {
    private final ActionCursor[] cursors;
    private final int[] hashes;
    private final long[] customers;
    private int size;
    /** The customer collected last by {@link #collectFirst}, once there was one. */
    private boolean started;

    private int lastHash;
    private long lastCustomer;

    /** Takes cursors that are before their first rows. */
    ActionHeads(Collection<? extends ActionCursor> all) throws IOException {
        this.cursors = new ActionCursor[all.size()];
        this.hashes = new int[all.size()];
        this.customers = new long[all.size()];
        for (ActionCursor cursor : all) {
            if (cursor.next()) {
                cursors[size] = cursor;
                look(size);
                size++;
            }
        }
    }

    int capacity() {
        return cursors.length;
    }

    /**
     * Moves every cursor to the customer or beyond, and hands over those that have rows of it.
     */
    void collect(int hash, long customerId, NewestFirst into) throws IOException {
        into.clear();
        for (int i = 0; i < size; i++) {
            if (CustomerOrder.isBefore(hash, customerId, hashes[i], customers[i])) {
                continue;
            }
            if (!cursors[i].seek(hash, customerId)) {
                size--;
                cursors[i] = cursors[size];
                hashes[i] = hashes[size];
                customers[i] = customers[size];
                i--;
                continue;
            }
            look(i);
            if (hashes[i] == hash && customers[i] == customerId) {
                into.add(cursors[i]);
            }
        }
        into.heapify();
    }

    /**
     * Hands over the cursors that have rows of the first customer of all; false when there are no rows left. The rows
     * of the customer before must have been taken.
     */
    boolean collectFirst(NewestFirst into) throws IOException {
        if (started) {
            collect(lastHash, lastCustomer, into);
        }
        if (size == 0) {
            return false;
        }
        int first = 0;
        for (int i = 1; i < size; i++) {
            if (CustomerOrder.isBefore(hashes[i], customers[i], hashes[first], customers[first])) {
                first = i;
            }
        }
        started = true;
        lastHash = hashes[first];
        lastCustomer = customers[first];
        collect(lastHash, lastCustomer, into);
        return true;
    }

    private void look(int i) {
        hashes[i] = cursors[i].hash();
        customers[i] = cursors[i].customerId();
    }
}
