package dev.backstory.lake.objects;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files as the lake's readers open them. Of an object one request brings the end: all of it if it is short, and
 * else its footer and indexes, so that only pages are asked for besides. No connection is held by one that is not read.
 * S3A itself asks twice what an object is and three times or more for its end.
 */
public final class ObjectInput {
    private ObjectInput() {}

    public static InputFile of(Path path, Configuration conf) throws IOException {
        if (!ObjectStores.hold(path, conf)) {
            return HadoopInputFile.fromPath(path, conf);
        }
        ObjectStore store = ObjectStores.open(path, conf);
        return new EndFirst(store, path, store.end(path, ObjectStore.SHORT));
    }

    private static final class EndFirst implements InputFile {
        private final ObjectStore store;
        private final Path path;
        private final LastBytes end;

        EndFirst(ObjectStore store, Path path, LastBytes end) {
            this.store = store;
            this.path = path;
            this.end = end;
        }

        @Override
        public long getLength() {
            return end.length();
        }

        @Override
        public SeekableInputStream newStream() {
            return new Bytes(new Positioned(this));
        }

        FSDataInputStream open() throws IOException {
            return store.open(path, end);
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
            return bytes.position;
        }

        @Override
        public void seek(long position) throws IOException {
            bytes.seek(position);
        }
    }

    private static final class Positioned extends InputStream {
        private final EndFirst file;
        private @Nullable FSDataInputStream before;
        private long position;

        Positioned(EndFirst file) {
            this.file = file;
        }

        void seek(long to) throws IOException {
            if (to < 0 || to > file.getLength()) {
                throw new EOFException("no byte " + to + " of " + file.getLength());
            }
            position = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (position == file.getLength()) {
                return -1;
            }
            int read;
            if (position >= file.end.from()) {
                read = file.end.copy(position, to, offset, count);
            } else {
                read = (int) Math.min(count, file.end.from() - position);
                if (before == null) {
                    before = file.open();
                }
                before.readFully(position, to, offset, read);
            }
            position += read;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (before != null) {
                before.close();
            }
        }
    }
}
