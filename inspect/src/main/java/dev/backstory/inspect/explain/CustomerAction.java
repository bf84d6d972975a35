package dev.backstory.inspect.explain;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * A published action of the customer.
 *
 * @param dt its day, which need not be that of its time
 * @param micros microseconds since 1970-01-01T00:00Z
 */
record CustomerAction(LocalDate dt, long micros, int type, long item) {
    /**
     * The contract's rule 4: newest first. Actions that are equal in all three differ only in their dt, which decides
     * nothing.
     */
    static final Comparator<CustomerAction> NEWEST_FIRST = Comparator.comparingLong(CustomerAction::micros)
            .thenComparingInt(CustomerAction::type)
            .thenComparingLong(CustomerAction::item)
            .reversed()
            .thenComparing(CustomerAction::dt);
}
