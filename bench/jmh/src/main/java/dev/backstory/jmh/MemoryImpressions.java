package dev.backstory.jmh;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.history.ImpressionCursor;
import org.jspecify.annotations.Nullable;

/** One item shown to each of these customers. */
final class MemoryImpressions implements ImpressionCursor {
    private final long[] customers;
    private int row = -1;

    /** @param customers in the order of the files */
    MemoryImpressions(long[] customers) {
        this.customers = customers;
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
    public int hash() {
        return CustomerHash.of(customers[row]);
    }

    @Override
    public long customerId() {
        return customers[row];
    }

    @Override
    public @Nullable String rankingId() {
        return null;
    }

    @Override
    public int position() {
        return 0;
    }

    @Override
    public long itemId() {
        return 1;
    }

    @Override
    public @Nullable Integer label() {
        return null;
    }

    @Override
    public void close() {}
}
