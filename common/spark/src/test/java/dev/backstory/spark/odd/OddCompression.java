package dev.backstory.spark.odd;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jpountz.lz4.LZ4BlockOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyOutputStream;

/** Compressions of text: those that are read, and those that are refused. */
enum OddCompression {
    NONE("", true, out -> out),
    GZ("gz", true, GZIPOutputStream::new),
    BZ2("bz2", true, BZip2CompressorOutputStream::new),
    DEFLATE("deflate", true, DeflaterOutputStream::new),
    ZST("zst", true, out -> new ZstdOutputStream(out).setChecksum(true)),
    LZ4(
            "lz4",
            true,
            out -> new FramedLZ4CompressorOutputStream(
                    out,
                    new FramedLZ4CompressorOutputStream.Parameters(
                            FramedLZ4CompressorOutputStream.BlockSize.K64, true, true, false))),
    SNAPPY("sz", true, FramedSnappyCompressorOutputStream::new),
    GZ_IN_GZ("gz", false, out -> new GZIPOutputStream(new GZIPOutputStream(out))),
    ZIP("zip", false, out -> {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry("a.json"));
        return zip;
    }),
    SNAPPY_OF_JAVA("snappy", false, SnappyOutputStream::new),
    LZ4_OF_JAVA("lz4", false, LZ4BlockOutputStream::new),
    RAW_SNAPPY("snappy", false, out -> new Whole(out, Snappy::compress)),
    SNAPPY_OF_HADOOP("snappy", false, out -> new Whole(out, OddCompression::blockOfHadoop)),
    XZ("xz", false, out -> new Whole(out, bytes -> joined(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}, bytes))),
    UTF_16(
            "txt",
            false,
            out -> new Whole(
                    out,
                    bytes -> ("\uFEFF" + new String(bytes, StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_16LE)));

    private final String ending;
    private final boolean isRead;

    @SuppressWarnings("ImmutableEnumChecker") // None of them keeps anything.
    private final Opening opening;

    OddCompression(String ending, boolean isRead, Opening opening) {
        this.ending = ending;
        this.isRead = isRead;
        this.opening = opening;
    }

    private interface Opening {
        OutputStream of(OutputStream out) throws IOException;
    }

    private interface Change {
        byte[] of(byte[] bytes) throws IOException;
    }

    boolean isRead() {
        return isRead;
    }

    String ending() {
        return ending;
    }

    /** Whether a reader sees that a part of it is missing. */
    boolean hasEnd() {
        return this != NONE && this != SNAPPY;
    }

    byte[] of(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = opening.of(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] blockOfHadoop(byte[] bytes) throws IOException {
        byte[] block = Snappy.compress(bytes);
        return joined(
                ByteBuffer.allocate(8).putInt(bytes.length).putInt(block.length).array(), block);
    }

    /** Gathers all, and writes it changed. */
    private static final class Whole extends ByteArrayOutputStream {
        private final OutputStream out;
        private final Change change;

        Whole(OutputStream out, Change change) {
            this.out = out;
            this.change = change;
        }

        @Override
        public void close() throws IOException {
            out.write(change.of(toByteArray()));
        }
    }
}
