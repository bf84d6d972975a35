package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.CustomerOrder;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the impressions of a file come in order. One that does not, or that carries another hash than its
 * customer's, is an error, because the merge would silently lose it.
 */
final class ImpressionOrderCheck {
    private final Path path;
    private boolean first = true;
    private int hash;
    private long customerId;
    private @Nullable Binary rankingId;
    private int position;

    /** @param path of the file, for the messages */
    ImpressionOrderCheck(Path path) {
        this.path = path;
    }

    void check(int nextHash, long nextCustomerId, @Nullable Binary nextRankingId, int nextPosition) {
        if (nextHash != CustomerHash.of(nextCustomerId)) {
            throw new IllegalArgumentException("Cannot write an impression of customer " + nextCustomerId + " to "
                    + path + " because its customer_hash is " + nextHash + " instead of "
                    + CustomerHash.of(nextCustomerId));
        }
        if (!first && isBeforeLast(nextHash, nextCustomerId, nextRankingId, nextPosition)) {
            throw new IllegalArgumentException("Cannot write an impression of customer " + nextCustomerId + " to "
                    + path + " because it belongs before the row written last (customer " + customerId + "); sort by"
                    + " customer_hash, customer_id, ranking_id (nulls first), impression_pos");
        }
        first = false;
        hash = nextHash;
        customerId = nextCustomerId;
        rankingId = nextRankingId;
        position = nextPosition;
    }

    private boolean isBeforeLast(int nextHash, long nextCustomerId, @Nullable Binary nextRankingId, int nextPosition) {
        if (nextHash != hash || nextCustomerId != customerId) {
            return CustomerOrder.isBefore(nextHash, nextCustomerId, hash, customerId);
        }
        int byRanking = compareNullsFirst(nextRankingId, rankingId);
        return byRanking != 0 ? byRanking < 0 : nextPosition < position;
    }

    private static int compareNullsFirst(@Nullable Binary left, @Nullable Binary right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return Arrays.compareUnsigned(left.getBytesUnsafe(), right.getBytesUnsafe());
    }
}
