package dev.backstory.lake.parquet;

import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.run.StagedFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file of {@code impressions} ({@link TableSchemas#IMPRESSIONS}). Rows must come in the order of the table;
 * one that does not, or that carries another hash than its customer's, is an error.
 */
public final class ImpressionFileWriter implements AutoCloseable {
    private final Path path;
    private final RowFile<ImpressionFileWriter> file;
    private boolean first = true;
    private int hash;
    private @Nullable Binary rankingId;
    private @Nullable String rankingText;
    private long customerId;
    private int position;
    private long itemId;
    private @Nullable Integer label;

    private ImpressionFileWriter(Path path, Configuration conf) throws IOException {
        this.path = path;
        this.file = RowFile.forCursors(path, conf, TableSchemas.IMPRESSIONS, ImpressionFileWriter::fields);
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
        this.itemId = itemId;
        this.label = label;
        file.write(this);
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

    private void fields(RecordConsumer out) {
        out.startField("customer_hash", 0);
        out.addInteger(hash);
        out.endField("customer_hash", 0);
        if (rankingId != null) {
            out.startField("ranking_id", 1);
            out.addBinary(rankingId);
            out.endField("ranking_id", 1);
        }
        out.startField("customer_id", 2);
        out.addLong(customerId);
        out.endField("customer_id", 2);
        out.startField("impression_pos", 3);
        out.addInteger(position);
        out.endField("impression_pos", 3);
        out.startField("impression_item_id", 4);
        out.addLong(itemId);
        out.endField("impression_item_id", 4);
        if (label != null) {
            out.startField("label", 5);
            out.addInteger(label);
            out.endField("label", 5);
        }
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
