package dev.backstory.core.history;

import dev.backstory.core.contract.CustomerOrder;
import java.io.IOException;
import java.util.List;

/** Where each of the impression cursors is, and which customer is next: the first of all heads, in the order of customers. */
final class ImpressionHeads {
    private final DayImpressions[] cursors;
    private final boolean[] ended;
    private int hash;
    private long customerId;

    /** Takes cursors that are before their first rows. */
    ImpressionHeads(List<DayImpressions> all) throws IOException {
        this.cursors = all.toArray(DayImpressions[]::new);
        this.ended = new boolean[cursors.length];
        for (int i = 0; i < cursors.length; i++) {
            ended[i] = !cursors[i].rows().next();
        }
    }

    /** Turns to the next customer; false when there is none. The last one's rows must have been drained. */
    boolean nextCustomer() {
        boolean found = false;
        for (int i = 0; i < cursors.length; i++) {
            if (ended[i]) {
                continue;
            }
            ImpressionCursor rows = cursors[i].rows();
            if (!found || CustomerOrder.isBefore(rows.hash(), rows.customerId(), hash, customerId)) {
                found = true;
                hash = rows.hash();
                customerId = rows.customerId();
            }
        }
        return found;
    }

    int hash() {
        return hash;
    }

    long customerId() {
        return customerId;
    }

    /** Writes the days on which the customer has impressions into the array, in their order; returns how many. */
    int days(int[] into) {
        boolean[] has = new boolean[into.length];
        for (int i = 0; i < cursors.length; i++) {
            if (isOnCustomer(i)) {
                has[cursors[i].day()] = true;
            }
        }
        int count = 0;
        for (int day = 0; day < has.length; day++) {
            if (has[day]) {
                into[count] = day;
                count++;
            }
        }
        return count;
    }

    /** Hands over the customer's rows and leaves every cursor on its next customer. */
    void drain(HistorySink sink) throws IOException {
        for (int i = 0; i < cursors.length; i++) {
            while (isOnCustomer(i)) {
                sink.impression(cursors[i].day(), cursors[i].rows());
                ended[i] = !cursors[i].rows().next();
            }
        }
    }

    private boolean isOnCustomer(int i) {
        if (ended[i]) {
            return false;
        }
        ImpressionCursor rows = cursors[i].rows();
        return rows.hash() == hash && rows.customerId() == customerId;
    }
}
