package dev.backstory.lake.table;

import dev.backstory.core.contract.ActionOrder;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.CustomerOrder;
import org.apache.hadoop.fs.Path;

/**
 * Checks that the actions of a file come in order. One that does not, or that carries another hash than its customer's,
 * is an error, because the merge would silently lose it.
 */
final class ActionOrderCheck {
    private final Path path;
    private boolean first = true;
    private int hash;
    private long customerId;
    private long itemId;
    private long timeMicros;
    private int type;

    /** @param path of the file, for the messages */
    ActionOrderCheck(Path path) {
        this.path = path;
    }

    void check(int nextHash, long nextCustomerId, long nextItemId, long nextTimeMicros, int nextType) {
        if (nextHash != CustomerHash.of(nextCustomerId)) {
            throw new IllegalArgumentException("Cannot write an action of customer " + nextCustomerId + " to " + path
                    + " because its customer_hash is " + nextHash + " instead of " + CustomerHash.of(nextCustomerId));
        }
        if (!first && isBeforeLast(nextHash, nextCustomerId, nextItemId, nextTimeMicros, nextType)) {
            throw new IllegalArgumentException("Cannot write an action of customer " + nextCustomerId + " to " + path
                    + " because it belongs before the row written last (customer " + customerId + "); sort by"
                    + " customer_hash, customer_id, action_time desc, action_type desc, item_id desc");
        }
        first = false;
        hash = nextHash;
        customerId = nextCustomerId;
        itemId = nextItemId;
        timeMicros = nextTimeMicros;
        type = nextType;
    }

    private boolean isBeforeLast(
            int nextHash, long nextCustomerId, long nextItemId, long nextTimeMicros, int nextType) {
        if (nextHash != hash || nextCustomerId != customerId) {
            return CustomerOrder.isBefore(nextHash, nextCustomerId, hash, customerId);
        }
        return ActionOrder.compare(nextTimeMicros, nextType, nextItemId, timeMicros, type, itemId) < 0;
    }
}
