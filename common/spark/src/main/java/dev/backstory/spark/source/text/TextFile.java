package dev.backstory.spark.source.text;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The door for every file of text. What a file is, its first bytes tell, whatever its name: plain text, text of a {@link
 * TextCompression}, or nothing that is read, which is an error.
 */
public final class TextFile implements Closeable {
    private static final int HEAD = 512;
    private static final int BUFFER = 1 << 16;

    /** What else is found where text should be, by its first bytes. */
    private static final Map<String, int[]> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("an xz file", new int[] {0xfd, '7', 'z', 'X', 'Z', 0});
        OTHERS.put("a zip file", new int[] {'P', 'K', 3, 4});
        OTHERS.put("an empty zip file", new int[] {'P', 'K', 5, 6});
        OTHERS.put("a 7z file", new int[] {'7', 'z', 0xbc, 0xaf, 0x27, 0x1c});
        OTHERS.put("a rar file", new int[] {'R', 'a', 'r', '!', 0x1a, 7});
        OTHERS.put("an lzo file", new int[] {0x89, 'L', 'Z', 'O', 0});
        OTHERS.put("an lzip file", new int[] {'L', 'Z', 'I', 'P', 1});
        OTHERS.put("an lzma file", new int[] {0x5d, 0, 0});
        OTHERS.put("a file of compress (.Z)", new int[] {0x1f, 0x9d});
        OTHERS.put("a file of pack (.z)", new int[] {0x1f, 0x1e});
        OTHERS.put("an lz4 file of the old form", new int[] {0x02, 0x21, 0x4c, 0x18});
        OTHERS.put("a snappy file of snappy-java's own form", new int[] {0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0});
        OTHERS.put("a parquet file", new int[] {'P', 'A', 'R', '1'});
        OTHERS.put("an Avro file", new int[] {'O', 'b', 'j', 1});
        OTHERS.put("an Arrow file", new int[] {'A', 'R', 'R', 'O', 'W', '1'});
        OTHERS.put("a file of Hadoop's SequenceFile", new int[] {'S', 'E', 'Q', 6});
        OTHERS.put("text in UTF-16", new int[] {0xff, 0xfe});
        OTHERS.put("text in UTF-16 (big-endian)", new int[] {0xfe, 0xff});
    }

    /** Endings of compressions that are not read. */
    private static final List<String> OTHER_ENDINGS = List.of(
            "xz", "zip", "7z", "rar", "lzo", "lzo_deflate", "lz", "lzma", "z", "br", "tar", "tgz", "tbz2", "txz");

    private final FSDataInputStream file;
    private final @Nullable TextCompression compression;
    private InputStream text;

    private TextFile(FSDataInputStream file, @Nullable TextCompression compression, InputStream text) {
        this.file = file;
        this.compression = compression;
        this.text = text;
    }

    /**
     * Opens a file.
     *
     * @throws BackstoryException when it is not text, or of a compression that is not read
     * @throws IOException when it is damaged
     */
    public static TextFile open(SourceName source, SourceFile file, Configuration conf) throws IOException {
        Path path = new Path(file.path());
        FSDataInputStream bytes = path.getFileSystem(conf).open(path);
        try {
            BufferedInputStream in = new BufferedInputStream(bytes, BUFFER);
            byte[] head = head(in);
            TextCompression compression = TextCompression.of(head, path.getName());
            if (compression == null) {
                checkText(source, file, head);
                checkEnding(source, file, path.getName(), head.length == 0);
                return new TextFile(bytes, null, in);
            }
            BufferedInputStream text = new BufferedInputStream(compression.open(in), BUFFER);
            byte[] textHead = head(text);
            if (textHead.length == 0 && !compression.isEmptyBySaying(head)) {
                throw new EOFException("it gives no bytes");
            }
            TextCompression twice = TextCompression.of(textHead, "");
            if (twice != null) {
                throw refused(source, file, "compressed twice (in it is a " + twice.words() + ")");
            }
            checkText(source, file, textHead);
            return new TextFile(bytes, compression, text);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Whether a name tells that a file is compressed. */
    public static boolean isCompressed(String name) {
        return TextCompression.ofEnding(name) != null || OTHER_ENDINGS.contains(TextCompression.ending(name));
    }

    public boolean isPlain() {
        return compression == null;
    }

    /** Goes to a byte of a plain file. */
    public void seek(long position) throws IOException {
        file.seek(position);
        text = new BufferedInputStream(file, BUFFER);
    }

    public InputStream text() {
        return text;
    }

    private static byte[] head(BufferedInputStream in) throws IOException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        return head;
    }

    private static void checkText(SourceName source, SourceFile file, byte[] head) {
        for (Map.Entry<String, int[]> other : OTHERS.entrySet()) {
            if (TextCompression.starts(head, other.getValue())) {
                throw refused(source, file, other.getKey());
            }
        }
        for (byte b : head) {
            if (b == 0) {
                throw refused(source, file, "not text (a byte of 0 is near its start)");
            }
        }
    }

    private static void checkEnding(SourceName source, SourceFile file, String name, boolean isEmpty)
            throws IOException {
        if (!isCompressed(name)) {
            return;
        }
        if (isEmpty) {
            throw new EOFException("it is empty");
        }
        TextCompression named = TextCompression.ofEnding(name);
        String ending = TextCompression.ending(name);
        throw refused(
                source,
                file,
                named == null
                        ? "a ." + ending + " file by its name"
                        : "by its name a " + named.words() + ", and does not begin as one");
    }

    private static BackstoryException refused(SourceName source, SourceFile file, String what) {
        return new BackstoryException("Cannot read " + source + " because " + file.path() + " is " + what
                + "; write it as plain text in UTF-8, or that compressed as " + TextCompression.READ);
    }

    @Override
    public void close() throws IOException {
        text.close();
        file.close();
    }
}
