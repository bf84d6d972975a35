package dev.backstory.lake.parquet;

import dev.backstory.core.run.StagedFile;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * One Parquet file in the making, laid out for reading narrow ranges of {@code customer_hash} from very many files at
 * once.
 *
 * <p>Pages are short, so that a range costs little more than its own rows; a column index per page lets readers find
 * them. No dictionaries: a reader of a narrow range would have to load all of every file's. Row groups are small because
 * a reader holds what it needs of one row group in memory, times the files of a whole lookback.
 */
final class RowFile<T> implements AutoCloseable {
    /** Rows of a page. Shorter pages prune better and compress worse; between 2,048 and 8,192 little changes. */
    static final int PAGE_ROWS = 2048;

    /** Parquet's own default. A writer holds a buffer of this size, so that of small days it is what costs most. */
    private static final int PAGE_BYTES = 1 << 20;

    private static final long ROW_GROUP_BYTES = 16L << 20;

    private final Path path;
    private final Configuration conf;
    private final ParquetWriter<T> writer;
    private long rows;
    private boolean finished;

    private RowFile(Path path, Configuration conf, Builder<T> builder) throws IOException {
        this.path = path;
        this.conf = conf;
        this.writer = builder.withConf(conf)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(false)
                .withPageRowCountLimit(PAGE_ROWS)
                .withPageSize(PAGE_BYTES)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    /**
     * A file for cursors, which rely on all columns' pages ending at the same row: sizes are looked at only where the row
     * limit ends all of them anyway.
     *
     * @throws IOException if the file is already there, or cannot be made
     */
    static <T> RowFile<T> forCursors(
            Path path, Configuration conf, MessageType schema, BiConsumer<T, RecordConsumer> fields)
            throws IOException {
        return new RowFile<>(
                path,
                conf,
                new Builder<>(path, conf, new Rows<>(schema, fields)).withMinRowCountForPageSizeCheck(PAGE_ROWS));
    }

    /**
     * A file of rows of any size, which are read whole.
     *
     * @throws IOException if the file is already there, or cannot be made
     */
    static <T> RowFile<T> ofTexts(
            Path path, Configuration conf, MessageType schema, BiConsumer<T, RecordConsumer> fields)
            throws IOException {
        return new RowFile<>(path, conf, new Builder<>(path, conf, new Rows<>(schema, fields)));
    }

    void write(T row) throws IOException {
        writer.write(row);
        rows++;
    }

    StagedFile finish() throws IOException {
        writer.close();
        finished = true;
        return new StagedFile(
                path.getName(),
                rows,
                path.getFileSystem(conf).getFileStatus(path).getLen());
    }

    /** Throws the file away unless it is finished: a part of a file must never look like a whole one. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            try {
                writer.close();
            } catch (IOException | RuntimeException irrelevant) {
                // The file is thrown away; what went wrong before must not be hidden by what goes wrong now.
            } finally {
                path.getFileSystem(conf).delete(path, false);
            }
        }
    }

    private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
        private final WriteSupport<T> rows;

        Builder(Path path, Configuration conf, WriteSupport<T> rows) throws IOException {
            super(HadoopOutputFile.fromPath(path, conf));
            this.rows = rows;
        }

        @Override
        protected Builder<T> self() {
            return this;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(Configuration conf) {
            return rows;
        }
    }

    private static final class Rows<T> extends WriteSupport<T> {
        private final MessageType schema;
        private final BiConsumer<T, RecordConsumer> fields;
        private RecordConsumer out;

        Rows(MessageType schema, BiConsumer<T, RecordConsumer> fields) {
            this.schema = schema;
            this.fields = fields;
        }

        @Override
        public WriteContext init(Configuration conf) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(T row) {
            out.startMessage();
            fields.accept(row, out);
            out.endMessage();
        }
    }
}
