package dev.backstory.lake.table;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.FlatColumn;
import dev.backstory.lake.page.FlatFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file of {@code impressions} ({@link TableSchemas#IMPRESSIONS}). Rows must come in the order of the table;
 * one that does not, or that carries another hash than its customer's, is an error.
 */
public final class ImpressionFileWriter implements AutoCloseable {
    private final Path path;
    private final FlatFile file;
    private final FlatColumn hashes;
    private final FlatColumn rankings;
    private final FlatColumn customers;
    private final FlatColumn positions;
    private final FlatColumn items;
    private final FlatColumn labels;
    private boolean first = true;
    private int hash;
    private @Nullable Binary rankingId;
    private @Nullable String rankingText;
    private long customerId;
    private int position;

    private ImpressionFileWriter(Path path, Configuration conf) throws IOException {
        this.path = path;
        this.file = new FlatFile(path, conf, TableSchemas.IMPRESSIONS);
        this.hashes = file.column(0);
        this.rankings = file.column(1);
        this.customers = file.column(2);
        this.positions = file.column(3);
        this.items = file.column(4);
        this.labels = file.column(5);
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public static ImpressionFileWriter open(Path path, Configuration conf) throws IOException {
        return new ImpressionFileWriter(path, conf);
    }

    public void write(
            int hash, @Nullable String rankingId, long customerId, int position, long itemId, @Nullable Integer label)
            throws IOException {
        if (hash != CustomerHash.of(customerId)) {
            throw new IllegalArgumentException("Cannot write an impression of customer " + customerId + " to " + path
                    + " because its customer_hash is " + hash + " instead of " + CustomerHash.of(customerId));
        }
        Binary ranking = encoded(rankingId);
        if (!first && isBeforeLast(hash, customerId, ranking, position)) {
            throw new IllegalArgumentException("Cannot write an impression of customer " + customerId + " to " + path
                    + " because it belongs before the row written last (customer " + this.customerId + "); sort by"
                    + " customer_hash, customer_id, ranking_id (nulls first), impression_pos");
        }
        first = false;
        this.hash = hash;
        this.rankingId = ranking;
        this.rankingText = rankingId;
        this.customerId = customerId;
        this.position = position;
        hashes.putInt(hash);
        if (ranking == null) {
            rankings.putNull();
        } else {
            rankings.putBinary(ranking);
        }
        customers.putLong(customerId);
        positions.putInt(position);
        items.putLong(itemId);
        if (label == null) {
            labels.putNull();
        } else {
            labels.putInt(label);
        }
        file.endRow();
    }

    /** A ranking's items follow each other: its id is encoded once. */
    private @Nullable Binary encoded(@Nullable String rankingId) {
        if (rankingId == null) {
            return null;
        }
        return rankingId.equals(rankingText) ? this.rankingId : Binary.fromString(rankingId);
    }

    private boolean isBeforeLast(int hash, long customerId, @Nullable Binary rankingId, int position) {
        if (hash != this.hash) {
            return hash < this.hash;
        }
        if (customerId != this.customerId) {
            return customerId < this.customerId;
        }
        int byRanking = compareNullsFirst(rankingId, this.rankingId);
        return byRanking != 0 ? byRanking < 0 : position < this.position;
    }

    private static int compareNullsFirst(@Nullable Binary left, @Nullable Binary right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return java.util.Arrays.compareUnsigned(left.getBytesUnsafe(), right.getBytesUnsafe());
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        return file.finish();
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
