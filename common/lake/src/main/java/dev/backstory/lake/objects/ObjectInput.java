package dev.backstory.lake.objects;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Parquet files as the lake's readers open them. Of an object that is short, one request brings all there is, and no
 * connection is held while it is read; S3A asks twice what it is and three or more times for parts of it.
 */
public final class ObjectInput {
    /** A history holds the files of a whole lookback at once. */
    private static final int SHORT = 256 << 10;

    private ObjectInput() {}

    public static InputFile of(Path path, Configuration conf) throws IOException {
        if (!ObjectStores.hold(path, conf)) {
            return HadoopInputFile.fromPath(path, conf);
        }
        FirstBytes start = ObjectStores.open(path, conf).start(path, SHORT);
        return start.isWhole() ? new InMemory(start.bytes()) : HadoopInputFile.fromPath(path, conf);
    }

    private static final class InMemory implements InputFile {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getLength() {
            return bytes.length;
        }

        @Override
        public SeekableInputStream newStream() {
            return new Bytes(new Positioned(bytes));
        }
    }

    private static final class Bytes extends DelegatingSeekableInputStream {
        private final Positioned bytes;

        Bytes(Positioned bytes) {
            super(bytes);
            this.bytes = bytes;
        }

        @Override
        public long getPos() {
            return bytes.position();
        }

        @Override
        public void seek(long position) throws IOException {
            bytes.seek(position);
        }
    }

    private static final class Positioned extends ByteArrayInputStream {
        Positioned(byte[] bytes) {
            super(bytes);
        }

        synchronized long position() {
            return pos;
        }

        synchronized void seek(long position) throws IOException {
            if (position < 0 || position > count) {
                throw new EOFException("no byte " + position + " of " + count);
            }
            pos = (int) position;
        }
    }
}
