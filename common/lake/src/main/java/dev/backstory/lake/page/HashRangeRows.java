package dev.backstory.lake.page;

import dev.backstory.lake.objects.ObjectInput;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;

/**
 * The rows of one file whose hash is in a range, column by column, without putting records together. Only pages that may
 * hold the range are read: row groups are chosen by their statistics, pages by the column index. The pages of a row's
 * columns must all begin and end at the same row (see {@link FlatFile}), so one row number serves all that are not
 * lists. The file is closed as soon as the range is through.
 */
public final class HashRangeRows implements Closeable {
    private static final int HASH = 0;

    private final Path path;
    private final String remedy;
    private final List<ColumnDescriptor> columns;
    private final HashRange range;
    private final ParquetFileReader reader;
    private final PageReader[] readers;
    private final PlainPage[] pages;
    private PlainPage hashes = PlainPage.EMPTY;
    private int rows;
    private int row = -1;
    private int hash;
    private boolean ended;

    /**
     * @param schema of the file, the hash first
     * @param remedy what to do when the file cannot be read
     */
    public HashRangeRows(Path path, Configuration conf, MessageType schema, HashRange range, String remedy)
            throws IOException {
        this.path = path;
        this.remedy = remedy;
        this.columns = schema.getColumns();
        this.range = range;
        this.readers = new PageReader[columns.size()];
        this.pages = new PlainPage[columns.size()];
        var hashColumn = FilterApi.intColumn(schema.getFieldName(HASH));
        var options = HadoopReadOptions.builder(conf)
                .withRecordFilter(FilterCompat.get(FilterApi.and(
                        FilterApi.gtEq(hashColumn, range.first()), FilterApi.ltEq(hashColumn, range.last()))))
                .useStatsFilter(true)
                .useColumnIndexFilter(true)
                .useDictionaryFilter(false)
                .useBloomFilter(false)
                .build();
        try {
            reader = ParquetFileReader.open(ObjectInput.of(path, conf), options);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** Moves to the next row of the range; false when there is none, and from then on. */
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        do {
            row++;
            if (row == rows && !openPage()) {
                return end();
            }
            hash = hashes.intAt(row);
        } while (hash < range.first());
        return hash <= range.last() || end();
    }

    private boolean openPage() throws IOException {
        try {
            DataPage first = readers[HASH] == null ? null : readers[HASH].readPage();
            while (first == null) {
                PageReadStore group = reader.readNextFilteredRowGroup();
                if (group == null) {
                    return false;
                }
                for (int i = 0; i < readers.length; i++) {
                    readers[i] = group.getPageReader(columns.get(i));
                }
                first = readers[HASH].readPage();
            }
            pages[HASH] = PlainPage.of(first, columns.get(HASH));
            for (int i = 1; i < readers.length; i++) {
                boolean isList = columns.get(i).getMaxRepetitionLevel() > 0;
                pages[i] = isList
                        ? PlainPage.ofLists(readers[i].readPage(), columns.get(i))
                        : PlainPage.of(readers[i].readPage(), columns.get(i));
                if ((!isList && pages[i].rows() != pages[HASH].rows())
                        || pages[i].firstRow() != pages[HASH].firstRow()) {
                    throw new ParquetDecodingException("the pages of column " + columns.get(i)
                            + " do not begin and end where those of " + columns.get(HASH) + " do");
                }
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
        hashes = pages[HASH];
        rows = hashes.rows();
        row = 0;
        return rows > 0 || openPage();
    }

    private boolean end() throws IOException {
        close();
        return false;
    }

    public int hash() {
        return hash;
    }

    /** The number of the current row in the {@link #page pages}. */
    public int row() {
        return row;
    }

    /** The current page of the schema's column of this index. */
    public PlainPage page(int column) {
        return pages[column];
    }

    private IOException unreadable(Exception e) {
        return new UnreadableFile(path, remedy, e);
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            ended = true;
            Arrays.fill(readers, null);
            Arrays.fill(pages, null);
            reader.close();
        }
    }
}
