package dev.backstory.lake.table;

import dev.backstory.core.config.Numbers;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * How files of {@code histories} are laid out, and the compressor that all files of one task share. Many files may be
 * open; not safe for several threads.
 */
public final class HistoriesFormat implements AutoCloseable {
    private static final int PAGE_BYTES = 1 << 20;

    private final Configuration conf;
    private final MessageType schema;
    private final boolean narrow;
    private final CodecFactory codecs;

    public HistoriesFormat(Configuration conf, Numbers numbers) {
        this.conf = conf;
        this.schema = HistoriesSchema.of(numbers);
        this.narrow = numbers == Numbers.NARROW;
        this.codecs = new CodecFactory(conf, PAGE_BYTES);
    }

    /** @throws IOException if the file is already there, or cannot be made */
    public HistoriesFileWriter open(Path path) throws IOException {
        return new HistoriesFileWriter(this, path, conf);
    }

    MessageType schema() {
        return schema;
    }

    boolean isNarrow() {
        return narrow;
    }

    BytesInputCompressor compressor() {
        return codecs.getCompressor(CompressionCodecName.ZSTD);
    }

    /** Gives the compressor's memory back; files must be finished or closed before. */
    @Override
    public void close() {
        codecs.release();
    }
}
