package dev.backstory.lake.parquet;

import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/**
 * The rows of one file whose hash is in a range, column by column, without putting records together. Only pages that may
 * hold the range are read: row groups are chosen by their statistics, pages by the column index. The file is closed as
 * soon as the range is through.
 */
final class HashRangeRows implements Closeable {
    private static final int HASH = 0;

    private final Path path;
    private final MessageType schema;
    private final HashRange range;
    private final ParquetFileReader reader;
    private final ColumnReader[] columns;
    private long left;
    private int hash;
    private boolean onRow;
    private boolean ended;

    /** @param schema of the file, the hash first */
    HashRangeRows(Path path, Configuration conf, MessageType schema, HashRange range) throws IOException {
        this.path = path;
        this.schema = schema;
        this.range = range;
        this.columns = new ColumnReader[schema.getColumns().size()];
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
            reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, conf), options);
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** Moves to the next row of the range; false when there is none, and from then on. */
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        try {
            do {
                if (onRow) {
                    consume();
                }
                if (left == 0 && !openRowGroup()) {
                    return end();
                }
                onRow = true;
                hash = columns[HASH].getInteger();
            } while (hash < range.first());
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
        return hash <= range.last() || end();
    }

    private void consume() {
        for (ColumnReader column : columns) {
            // A value nobody asked for still stands in the page, unless it is null; a repeated skip does nothing.
            if (column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()) {
                column.skip();
            }
            column.consume();
        }
        left--;
    }

    private boolean openRowGroup() throws IOException {
        PageReadStore pages = reader.readNextFilteredRowGroup();
        if (pages == null) {
            return false;
        }
        left = pages.getRowCount();
        var store = new ColumnReadStoreImpl(
                pages, new NoRecord(), schema, reader.getFileMetaData().getCreatedBy());
        int i = 0;
        for (ColumnDescriptor column : schema.getColumns()) {
            columns[i] = store.getColumnReader(column);
            i++;
        }
        onRow = false;
        return left > 0 || openRowGroup();
    }

    private boolean end() throws IOException {
        close();
        return false;
    }

    int hash() {
        return hash;
    }

    /** The reader of the schema's column of this index, standing on the row's value. */
    ColumnReader column(int index) {
        return columns[index];
    }

    private IOException unreadable(Exception e) {
        return new IOException(
                "Cannot read " + path + " because it is missing, damaged or not Backstory's (" + e.getMessage()
                        + "); build its day again with --rebuild",
                e);
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            ended = true;
            java.util.Arrays.fill(columns, null);
            reader.close();
        }
    }

    /** The column readers ask for a place to put records together, which nobody does here. */
    private static final class NoRecord extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
