package dev.backstory.jmh;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.CustomerOrder;
import dev.backstory.core.history.ActionCursor;

/** A day's actions in arrays that cost nothing to read: what remains is the merge. */
final class MemoryActions implements ActionCursor {
    private final int epochDay;
    private final int[] hashes;
    private final long[] customers;
    private final long[] micros;
    private int row = -1;

    /** @param customers in the order of the files, one for each action; a customer's times fall */
    MemoryActions(int epochDay, long[] customers, long[] micros) {
        this.epochDay = epochDay;
        this.customers = customers;
        this.micros = micros;
        this.hashes = new int[customers.length];
        for (int i = 0; i < customers.length; i++) {
            hashes[i] = CustomerHash.of(customers[i]);
        }
    }

    void rewind() {
        row = -1;
    }

    @Override
    public boolean next() {
        row++;
        return row < customers.length;
    }

    @Override
    public boolean seek(int hash, long customerId) {
        while (row < customers.length
                && (row < 0 || CustomerOrder.isBefore(hashes[row], customers[row], hash, customerId))) {
            row++;
        }
        return row < customers.length;
    }

    @Override
    public int hash() {
        return hashes[row];
    }

    @Override
    public long customerId() {
        return customers[row];
    }

    @Override
    public long itemId() {
        return (micros[row] & 0xFFFF) | 1;
    }

    @Override
    public long timeMicros() {
        return micros[row];
    }

    @Override
    public int type() {
        return 1;
    }

    @Override
    public int epochDay() {
        return epochDay;
    }

    @Override
    public void close() {}
}
