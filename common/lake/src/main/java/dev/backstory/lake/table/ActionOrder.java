package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerHash;
import org.apache.hadoop.fs.Path;

/**
 * Watches over the order of the actions that go into a file. One that is out of it, or that carries another hash than
 * its customer's, is an error, because the merge would silently lose it.
 */
final class ActionOrder {
    private final Path path;
    private boolean first = true;
    private int hash;
    private long customerId;
    private long itemId;
    private long timeMicros;
    private int type;

    /** @param path of the file, for the messages */
    ActionOrder(Path path) {
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
        if (nextHash != hash) {
            return nextHash < hash;
        }
        if (nextCustomerId != customerId) {
            return nextCustomerId < customerId;
        }
        if (nextTimeMicros != timeMicros) {
            return nextTimeMicros > timeMicros;
        }
        return nextType != type ? nextType > type : nextItemId > itemId;
    }
}
