package dev.backstory.lake.table;

import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.FlatColumn;
import dev.backstory.lake.page.HistoryPage;
import dev.backstory.lake.page.NarrowItem;
import dev.backstory.lake.page.PaddedListColumn;
import dev.backstory.lake.page.PageCodec;
import dev.backstory.lake.page.PagesFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Writes one file of {@code training} ({@link TrainingSchema}): a history, then the rows beside it, and so on.
 */
public final class TrainingFileWriter implements Closeable {
    private final TrainingFormat format;
    private final PagesFile file;

    private final FlatColumn rankingIds;
    private final RankingColumn rankings;
    private final FlatColumn customerIds;
    private final FlatColumn positions;
    private final FlatColumn itemIds;
    private final FlatColumn labels;
    private final PaddedListColumn actions;
    private final PaddedListColumn actionTypes;
    private final FlatColumn lengths;
    private final FlatColumn newestTimes;

    private final HistoryPage page = new HistoryPage();
    private long customerId;
    private int historyLength;
    private long newestMicros;
    private int groupRows;
    private long rows;

    private TrainingFileWriter(Path path, Configuration conf, TrainingFormat format, PageCodec codec)
            throws IOException {
        this.format = format;
        List<ColumnDescriptor> columns = format.schema().getColumns();
        rankingIds = new FlatColumn(columns.get(0), codec);
        rankings = new RankingColumn(rankingIds);
        customerIds = new FlatColumn(columns.get(1), codec);
        positions = new FlatColumn(columns.get(2), codec);
        itemIds = new FlatColumn(columns.get(3), codec);
        labels = new FlatColumn(columns.get(4), codec);
        actions = new PaddedListColumn(columns.get(5), codec, PaddedListColumn.Slots.ITEMS, format.buffers());
        actionTypes = new PaddedListColumn(columns.get(6), codec, PaddedListColumn.Slots.TYPES, format.buffers());
        lengths = new FlatColumn(columns.get(7), codec);
        newestTimes = new FlatColumn(columns.get(8), codec);
        file = new PagesFile(path, conf, format.schema());
    }

    /**
     * @param codec closed by the caller, after the file
     * @throws IOException if the file is already there, or cannot be made
     */
    public static TrainingFileWriter open(Path path, Configuration conf, TrainingFormat format, PageCodec codec)
            throws IOException {
        return new TrainingFileWriter(path, conf, format, codec);
    }

    /**
     * Starts a customer's history. The arrays are copied as far as needed; only the first {@code length} values are
     * looked at.
     *
     * @param newestMicros time of the newest action; ignored when the length is 0
     */
    public void history(long customerId, long[] items, byte[] types, int length, long newestMicros) {
        this.customerId = customerId;
        this.historyLength = length;
        this.newestMicros = newestMicros;
        if (format.isNarrow()) {
            for (int i = 0; i < length; i++) {
                NarrowItem.of(items[i], customerId);
            }
        }
        page.add(items, types, length);
    }

    /** Writes a row of the customer beside the history started last. */
    public void row(@Nullable String rankingId, int position, long itemId, @Nullable Integer label) throws IOException {
        rankings.put(rankings.encode(rankingId));
        customerIds.putLong(customerId);
        positions.putInt(position);
        if (format.isNarrow()) {
            itemIds.putInt(NarrowItem.of(itemId, customerId));
        } else {
            itemIds.putLong(itemId);
        }
        if (label == null) {
            labels.putNull();
        } else {
            labels.putInt(label);
        }
        lengths.putInt(historyLength);
        if (historyLength == 0) {
            newestTimes.putNull();
        } else {
            newestTimes.putLong(newestMicros);
        }
        page.addRow();
        groupRows++;
        rows++;
        if (page.rows() == format.pageRows()) {
            endPage();
        }
        if (groupRows == format.groupRows()) {
            endGroup();
        }
    }

    private void endPage() throws IOException {
        actions.endPage(page);
        actionTypes.endPage(page);
        page.restart();
    }

    private void endGroup() throws IOException {
        if (page.rows() > 0) {
            endPage();
        }
        file.writeGroup(
                groupRows,
                List.of(
                        rankingIds.finish(),
                        customerIds.finish(),
                        positions.finish(),
                        itemIds.finish(),
                        labels.finish(),
                        actions.pages(),
                        actionTypes.pages(),
                        lengths.finish(),
                        newestTimes.finish()));
        groupRows = 0;
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        if (groupRows > 0) {
            endGroup();
        }
        return new StagedFile(file.name(), rows, file.finish());
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
