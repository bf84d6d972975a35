package dev.backstory.spark.source.format;

import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import dev.backstory.spark.source.text.LooseUtf8;
import dev.backstory.spark.source.text.TextFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** JSON lines: a row keeps its line, so that a rejected row can be shown as it was written. */
final class JsonFormat implements RowFormat {
    private static final long serialVersionUID = 1L;

    private final SourceName source;

    JsonFormat(SourceName source) {
        this.source = source;
    }

    @Override
    public Rows open(SourceFile file, TextRows text, Configuration conf) throws IOException {
        return open(FilePart.whole(file), text, conf);
    }

    @Override
    public Rows open(FilePart part, TextRows text, Configuration conf) throws IOException {
        return new JsonRows(
                new JsonLine(text), part.file(), lines(part, conf), () -> WholeJson.check(source, part.file(), conf));
    }

    @Override
    public boolean hasParts(SourceFile file) {
        return !TextFile.isCompressed(new Path(file.path()).getName());
    }

    Lines lines(FilePart part, Configuration conf) throws IOException {
        return new Lines(TextFile.open(source, part.file(), conf), part);
    }

    @Override
    public String toString() {
        return "json";
    }

    /** The lines that begin in a part of a file, without blank ones. All lines of a compressed file begin in its first part. */
    static final class Lines implements Closeable {
        private final TextFile file;
        private final LineReader reader;
        private final Text line = new Text();
        private final long end;
        private long position;

        private Lines(TextFile file, FilePart part) throws IOException {
            this.file = file;
            this.position = part.start();
            this.end = file.isPlain() ? part.end() : part.start() == 0 ? Long.MAX_VALUE : 0;
            if (file.isPlain() && part.start() > 0) {
                // The line around the byte before is that of the part before.
                file.seek(part.start() - 1);
                this.reader = new LineReader(file.text(), 1 << 16);
                position += reader.readLine(line) - 1L;
            } else {
                this.reader = new LineReader(file.text(), 1 << 16);
            }
        }

        /** The next line; null at the end. */
        @Nullable
        String next() throws IOException {
            while (position < end) {
                int read = reader.readLine(line);
                if (read == 0) {
                    return null;
                }
                position += read;
                if (!isBlank()) {
                    return LooseUtf8.decode(line.getBytes(), line.getLength());
                }
            }
            return null;
        }

        private boolean isBlank() {
            for (int i = 0; i < line.getLength(); i++) {
                if (line.getBytes()[i] != ' ') {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static final class JsonRows implements Rows {
        private final JsonLine line;
        private final SourceFile file;
        private final Lines lines;
        private final Runnable lookAtFile;
        private boolean looked;
        private @Nullable String next;

        /** @param lookAtFile once, when a line is no object: whether the file is what it should be at all */
        JsonRows(JsonLine line, SourceFile file, Lines lines, Runnable lookAtFile) throws IOException {
            this.line = line;
            this.file = file;
            this.lines = lines;
            this.lookAtFile = lookAtFile;
            this.next = lines.next();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Row next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Row row = line.read(next, file.folders());
            if (!looked && !JsonLine.isObject(row)) {
                looked = true;
                lookAtFile.run();
            }
            try {
                next = lines.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return row;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
