package dev.backstory.spark.source.text;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The compressions of text that are read. Each is known by its first bytes, and checks what it gives as far as it can. */
enum TextCompression {
    GZ("gz file", "gz", "gzip") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 0x1f, 0x8b, 0x08);
        }

        @Override
        InputStream open(InputStream in) throws IOException {
            return new GzipCompressorInputStream(in, true);
        }
    },
    BZ2("bz2 file", "bz2", "bzip2") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 'B', 'Z', 'h')
                    && head.length > 9
                    && head[3] >= '1'
                    && head[3] <= '9'
                    && (starts(Arrays.copyOfRange(head, 4, 10), 0x31, 0x41, 0x59, 0x26, 0x53, 0x59)
                            || starts(Arrays.copyOfRange(head, 4, 10), 0x17, 0x72, 0x45, 0x38, 0x50, 0x90));
        }

        @Override
        InputStream open(InputStream in) throws IOException {
            return new BZip2CompressorInputStream(in, true);
        }
    },
    DEFLATE("deflate file (zlib)", "deflate", "zlib", "zz") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 0x78, 0x01) || starts(head, 0x78, 0x9c) || starts(head, 0x78, 0xda);
        }

        @Override
        InputStream open(InputStream in) {
            return new ZlibInput(in);
        }
    },
    ZST("zst file", "zst", "zstd") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 0x28, 0xb5, 0x2f, 0xfd);
        }

        @Override
        InputStream open(InputStream in) throws IOException {
            return new ZstdInputStreamNoFinalizer(in);
        }
    },
    LZ4("lz4 frame, as the lz4 tool writes it", "lz4") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 0x04, 0x22, 0x4d, 0x18);
        }

        @Override
        InputStream open(InputStream in) throws IOException {
            return new FramedLZ4CompressorInputStream(in, true);
        }
    },
    SNAPPY("framed snappy file", "snappy", "sz") {
        @Override
        boolean begins(byte[] head) {
            return starts(head, 0xff, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y');
        }

        @Override
        InputStream open(InputStream in) throws IOException {
            return new FramedSnappyCompressorInputStream(in);
        }
    };

    /** For messages. */
    static final String READ = "gz, bz2, deflate, zst, lz4 frames or framed snappy";

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // It is a List.of.
    private final List<String> endings;

    TextCompression(String words, String... endings) {
        this.words = words;
        this.endings = List.of(endings);
    }

    /** What a file of this compression is called. */
    String words() {
        return words;
    }

    /** The compression that a file's first bytes tell. */
    static @Nullable TextCompression of(byte[] head, String name) {
        for (TextCompression compression : values()) {
            if (compression.begins(head) || (compression.mayBegin(head) && compression == ofEnding(name))) {
                return compression;
            }
        }
        return isSkippable(head) ? (ofEnding(name) == LZ4 ? LZ4 : ZST) : null;
    }

    /** The compression that a file's name tells. */
    static @Nullable TextCompression ofEnding(String name) {
        String ending = ending(name);
        return Arrays.stream(values())
                .filter(compression -> compression.endings.contains(ending))
                .findFirst()
                .orElse(null);
    }

    /** What follows the last dot of a name. */
    static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether a file that gives no text can only be one that says so: framed snappy, or a frame to pass over, has no end. */
    boolean isEmptyBySaying(byte[] head) {
        return this != SNAPPY && !isSkippable(head);
    }

    abstract boolean begins(byte[] head);

    abstract InputStream open(InputStream in) throws IOException;

    /** Text may begin so too: a name has to say the same. */
    private boolean mayBegin(byte[] head) {
        return this == DEFLATE && starts(head, 0x78, 0x5e);
    }

    /** A frame to be passed over, which both zst and lz4 may begin with. */
    private static boolean isSkippable(byte[] head) {
        return head.length > 3 && (head[0] & 0xf0) == 0x50 && starts(Arrays.copyOfRange(head, 1, 4), 0x2a, 0x4d, 0x18);
    }

    static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (head[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
