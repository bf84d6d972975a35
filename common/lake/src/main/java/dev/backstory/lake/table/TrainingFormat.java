package dev.backstory.lake.table;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.lake.page.ColumnPages;
import dev.backstory.lake.page.HistoryPage;
import dev.backstory.lake.page.ListLevels;
import dev.backstory.lake.page.LittleEndianBytes;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * How training files are laid out, and what all files that one task writes share: the compressor and the buffers a page
 * is put together in. Many files may be open; not safe for several threads.
 *
 * <p>Spark's and parquet-hadoop's writers spend tens of nanoseconds on every slot of a list, padding included. Lists of
 * one fixed length need none of that: a page's values are one little-endian array, its levels are the same for every
 * page of as many rows.
 */
public final class TrainingFormat implements AutoCloseable {
    /** Slots of a page: 64 rows of 1,000, half a megabyte; zstd finds a customer's repeated histories within it. */
    private static final int PAGE_SLOTS = 64_000;

    private static final int PAGE_ROWS_MAX = 4096;
    /** Pages of a row group: 512 rows of 1,000 slots; a reader decodes a whole row group's column at a time. */
    private static final int GROUP_PAGES = 8;

    private static final int PAGE_BYTES = 1 << 20;

    private final Configuration conf;
    private final MessageType schema;
    private final boolean narrow;
    private final int length;
    private final CodecFactory codecs;
    private final ListLevels levels;
    private final LittleEndianBytes body = new LittleEndianBytes(1 << 10);

    /** @param length slots of every history */
    public TrainingFormat(Configuration conf, TrainingSettings settings, int length) {
        this.conf = conf;
        this.schema = TrainingSchema.of(settings);
        this.narrow = settings.numbers() == Numbers.NARROW;
        this.length = length;
        this.codecs = new CodecFactory(conf, PAGE_BYTES);
        this.levels = new ListLevels(length);
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public TrainingFileWriter open(Path path) throws IOException {
        return new TrainingFileWriter(this, path, conf);
    }

    MessageType schema() {
        return schema;
    }

    boolean isNarrow() {
        return narrow;
    }

    int pageRows() {
        return Math.max(1, Math.min(PAGE_ROWS_MAX, PAGE_SLOTS / length));
    }

    int groupRows() {
        return pageRows() * GROUP_PAGES;
    }

    BytesInputCompressor compressor() {
        return codecs.getCompressor(CompressionCodecName.ZSTD);
    }

    void writeItems(HistoryPage page, ColumnPages column) throws IOException {
        body.clear();
        int slotBytes = narrow ? Integer.BYTES : Long.BYTES;
        for (int i = 0; i < page.count(); i++) {
            if (page.repeats(i) == 0) {
                continue;
            }
            if (narrow) {
                body.putLongsAsInts(page.items(), page.start(i), page.length(i));
            } else {
                body.putLongs(page.items(), page.start(i), page.length(i));
            }
            padAndRepeat(page, i, slotBytes);
        }
        column.add(withLevels(page), page.rows() * length, page.rows(), itemStatistics(page, column));
    }

    void writeTypes(HistoryPage page, ColumnPages column) throws IOException {
        body.clear();
        for (int i = 0; i < page.count(); i++) {
            if (page.repeats(i) > 0) {
                body.putBytesAsInts(page.types(), page.start(i), page.length(i));
                padAndRepeat(page, i, Integer.BYTES);
            }
        }
        column.add(withLevels(page), page.rows() * length, page.rows(), typeStatistics(page, column));
    }

    private void padAndRepeat(HistoryPage page, int history, int slotBytes) {
        body.putZeros((length - page.length(history)) * slotBytes);
        for (int copy = 1; copy < page.repeats(history); copy++) {
            body.repeatLast(length * slotBytes);
        }
    }

    private BytesInput withLevels(HistoryPage page) throws IOException {
        return BytesInput.concat(levels.of(page.rows()), body.view());
    }

    private Statistics<?> itemStatistics(HistoryPage page, ColumnPages column) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < page.count(); i++) {
            if (page.repeats(i) == 0) {
                continue;
            }
            if (page.length(i) < length) {
                min = Math.min(min, 0);
                max = Math.max(max, 0);
            }
            for (int slot = page.start(i); slot < page.start(i) + page.length(i); slot++) {
                min = Math.min(min, page.items()[slot]);
                max = Math.max(max, page.items()[slot]);
            }
        }
        return column.statistics(min, max);
    }

    private Statistics<?> typeStatistics(HistoryPage page, ColumnPages column) {
        int min = Byte.MAX_VALUE;
        int max = Byte.MIN_VALUE;
        for (int i = 0; i < page.count(); i++) {
            if (page.repeats(i) == 0) {
                continue;
            }
            if (page.length(i) < length) {
                min = Math.min(min, 0);
                max = Math.max(max, 0);
            }
            for (int slot = page.start(i); slot < page.start(i) + page.length(i); slot++) {
                min = Math.min(min, page.types()[slot]);
                max = Math.max(max, page.types()[slot]);
            }
        }
        return column.statistics(min, max);
    }

    /** Gives the compressor's memory back; files must be finished or closed before. */
    @Override
    public void close() {
        codecs.release();
    }
}
