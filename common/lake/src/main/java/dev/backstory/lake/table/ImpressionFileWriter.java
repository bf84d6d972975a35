package dev.backstory.lake.table;

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
    private final ImpressionOrderCheck order;
    private final FlatFile file;
    private final FlatColumn hashes;
    private final RankingColumn rankings;
    private final FlatColumn customers;
    private final FlatColumn positions;
    private final FlatColumn items;
    private final FlatColumn labels;

    private ImpressionFileWriter(Path path, Configuration conf) throws IOException {
        this.order = new ImpressionOrderCheck(path);
        this.file = new FlatFile(path, conf, TableSchemas.IMPRESSIONS);
        this.hashes = file.column(0);
        this.rankings = new RankingColumn(file.column(1));
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
        Binary ranking = rankings.encode(rankingId);
        order.check(hash, customerId, ranking, position);
        hashes.putInt(hash);
        rankings.put(ranking);
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
