package dev.backstory.lake.page;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compresses pages, all of them with zstd. It has one owner: the file that it is for, or the task whose files share it.
 * Many files may be open at a time; not safe for several threads.
 */
public final class PageCodec implements AutoCloseable {
    /** What the compressor begins with; it grows. */
    private static final int BUFFER_BYTES = 1 << 16;

    private final CodecFactory codecs;

    public PageCodec(Configuration conf) {
        this.codecs = new CodecFactory(conf, BUFFER_BYTES);
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
