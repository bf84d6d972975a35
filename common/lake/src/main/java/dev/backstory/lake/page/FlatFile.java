package dev.backstory.lake.page;

import dev.backstory.core.run.StagedFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;

/**
 * One Parquet file without lists in the making, laid out for reading narrow ranges of {@code customer_hash} from very
 * many files at once. A row's values go straight into the pages in the making, column by column.
 *
 * <p>What readers rely on, {@link HashRangeRows} above all:
 *
 * <ol>
 *   <li>The pages of all columns end at the same row ({@link #endPage} ends all of them).
 *   <li>A page has at most {@link #PAGE_ROWS} rows, so that a range costs little more than its own rows; the column
 *       index has an entry for each.
 *   <li>There are no dictionaries: a reader of a narrow range would have to load all of every file's.
 *   <li>A row group is small, since a reader holds what it needs of one in memory, times the files of a whole lookback.
 * </ol>
 */
public final class FlatFile implements Closeable {
    /** Rows of a page. Shorter pages prune better and compress worse; between 2,048 and 8,192 little changes. */
    public static final int PAGE_ROWS = 2048;

    /** As compressed. */
    private static final long GROUP_BYTES = 16L << 20;

    private final PageCodec codec;
    private final PagesFile file;
    private final List<FlatColumn> columns;
    private int pageRows;
    private int groupRows;
    private long groupBytes;
    private long rows;

    /** @throws IOException if the file is already there, or cannot be made */
    public FlatFile(Path path, Configuration conf, MessageType schema) throws IOException {
        file = new PagesFile(path, conf, schema);
        codec = new PageCodec(conf);
        columns = schema.getColumns().stream()
                .map(column -> new FlatColumn(column, codec))
                .toList();
    }

    /** The schema's column of this index; every row puts one value, or a null, into each. */
    public FlatColumn column(int index) {
        return columns.get(index);
    }

    public void endRow() throws IOException {
        pageRows++;
        if (pageRows == PAGE_ROWS) {
            endPage();
        }
    }

    private void endPage() throws IOException {
        for (FlatColumn column : columns) {
            groupBytes += column.finish().lastPageBytes();
        }
        groupRows += pageRows;
        pageRows = 0;
        if (groupBytes >= GROUP_BYTES) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        file.writeGroup(groupRows, columns.stream().map(FlatColumn::pages).toList());
        rows += groupRows;
        groupRows = 0;
        groupBytes = 0;
    }

    /** Completes the file; nothing can be written afterwards. */
    public StagedFile finish() throws IOException {
        if (pageRows > 0) {
            endPage();
        }
        if (groupRows > 0) {
            endGroup();
        }
        codec.close();
        return new StagedFile(file.name(), rows, file.finish());
    }

    /** Throws the file away unless it is finished. */
    @Override
    public void close() throws IOException {
        codec.close();
        file.close();
    }
}
