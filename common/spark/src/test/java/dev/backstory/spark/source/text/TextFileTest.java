package dev.backstory.spark.source.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressions of text: all of it, or an error. */
class TextFileTest {
    private static final Configuration CONF = new Configuration();
    private static final SourceName CLICKS = new SourceName("clicks");
    private static final String FIRST = "{\"dt\":\"2025-08-01\",\"customer_id\":1}\n".repeat(20);
    private static final String SECOND = "{\"dt\":\"2025-08-02\",\"customer_id\":2}\n".repeat(30);
    private static final Map<TextCompression, String> ENDINGS = Map.of(
            TextCompression.GZ, "gz",
            TextCompression.BZ2, "bz2",
            TextCompression.DEFLATE, "deflate",
            TextCompression.ZST, "zst",
            TextCompression.LZ4, "lz4",
            TextCompression.SNAPPY, "snappy");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource
    void aFileIsReadByItsFirstBytesWhateverItsName(TextCompression compression) throws IOException {
        byte[] bytes = compressed(compression, FIRST);

        assertThat(text("a.json." + ENDINGS.get(compression), bytes)).isEqualTo(FIRST);
        assertThat(text("a.json." + ENDINGS.get(compression).toUpperCase(java.util.Locale.ROOT), bytes))
                .isEqualTo(FIRST);
        assertThat(text("a.json", bytes)).isEqualTo(FIRST);
    }

    @ParameterizedTest
    @EnumSource
    void streamsOneAfterTheOtherAreReadToTheLast(TextCompression compression) throws IOException {
        byte[] both = joined(compressed(compression, FIRST), compressed(compression, SECOND));

        assertThat(text("a.json." + ENDINGS.get(compression), both)).isEqualTo(FIRST + SECOND);
    }

    /** Framed snappy has no end, so that a file cut between two of its chunks looks whole. */
    @ParameterizedTest
    @EnumSource
    void aFileThatIsCutAnywhereIsAnError(TextCompression compression) throws IOException {
        byte[] whole = compressed(compression, FIRST);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> text("a.json." + ENDINGS.get(compression), cut))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOfAny(IOException.class, RuntimeException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aByteThatChangedIsAnErrorOrChangesNothing(TextCompression compression) throws IOException {
        byte[] whole = compressed(compression, FIRST);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            String text;
            try {
                text = text("a.json." + ENDINGS.get(compression), damaged);
            } catch (IOException | RuntimeException e) {
                continue;
            }
            assertThat(text).as("byte %s of %s", at, whole.length).isEqualTo(FIRST);
        }
    }

    /** As Spark writes a part without rows. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SNAPPY")
    void aCompleteFileWithoutTextIsEmpty(TextCompression compression) throws IOException {
        assertThat(text("a.json." + ENDINGS.get(compression), compressed(compression, "")))
                .isEmpty();
    }

    @Test
    void aFileThatGivesNothingAndDoesNotSaySoIsAnError() {
        assertThatThrownBy(() -> text("a.json.snappy", hex("ff060000734e61507059")))
                .isInstanceOf(IOException.class)
                .hasMessage("it gives no bytes");
        assertThatThrownBy(() -> text("a.json.gz", new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("it is empty");
        assertThat(List.of("a.json", "a.csv"))
                .allSatisfy(name -> assertThat(text(name, new byte[0])).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "fd377a585a000004e6d6b446, an xz file",
        "504b0304140000000800, a zip file",
        "377abcaf271c0004, a 7z file",
        "526172211a0700, a rar file",
        "894c5a4f000d0a1a0a, an lzo file",
        "5d00008000ffffffff, an lzma file",
        "1f9d9061, a file of compress (.Z)",
        "02214c18, an lz4 file of the old form",
        "82534e4150505900, a snappy file of snappy-java's own form",
        "5041523115041500, a parquet file",
        "4f626a0104, an Avro file",
        "fffe7b002200, text in UTF-16",
        "7b000000, not text (a byte of 0 is near its start)"
    })
    void whatIsNotReadIsNamedByItsFirstBytes(String bytes, String what) {
        assertThatThrownBy(() -> text("a.json", hex(bytes)))
                .isInstanceOf(BackstoryException.class)
                .hasMessage("Cannot read source clicks because " + dir.resolve("a.json") + " is " + what
                        + "; write it as plain text in UTF-8, or that compressed as gz, bz2, deflate, zst, lz4 frames or"
                        + " framed snappy");
    }

    @ParameterizedTest
    @CsvSource({
        "a.json.lz4, 'by its name a lz4 frame, as the lz4 tool writes it, and does not begin as one'",
        "a.json.SNAPPY, 'by its name a framed snappy file, and does not begin as one'",
        "a.json.gz, 'by its name a gz file, and does not begin as one'",
        "a.json.br, a .br file by its name"
    })
    void aNameThatSaysMoreThanTheBytesIsRefused(String name, String what) {
        assertThatThrownBy(() -> text(name, FIRST.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BackstoryException.class)
                .hasMessageStartingWith(
                        "Cannot read source clicks because " + dir.resolve(name) + " is " + what + "; write it as");
    }

    @Test
    void aFileThatIsCompressedTwiceIsRefused() throws IOException {
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        try (GZIPOutputStream gz = new GZIPOutputStream(outer)) {
            gz.write(compressed(TextCompression.ZST, FIRST));
        }

        assertThatThrownBy(() -> text("a.json.gz", outer.toByteArray()))
                .isInstanceOf(BackstoryException.class)
                .hasMessageContaining("a.json.gz is compressed twice (in it is a zst file); write it");
    }

    private String text(String name, byte[] bytes) throws IOException {
        Path path = dir.resolve(name);
        Files.write(path, bytes);
        SourceFile file = new SourceFile(path.toString(), bytes.length, List.of());
        try (TextFile text = TextFile.open(CLICKS, file, CONF)) {
            return new String(text.text().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] compressed(TextCompression compression, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compressing(compression, bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static OutputStream compressing(TextCompression compression, OutputStream out) throws IOException {
        return switch (compression) {
            case GZ -> new GZIPOutputStream(out);
            case BZ2 -> new BZip2CompressorOutputStream(out);
            case DEFLATE -> new DeflaterOutputStream(out);
            case ZST -> new ZstdOutputStream(out).setChecksum(true);
            case LZ4 -> new FramedLZ4CompressorOutputStream(out);
            case SNAPPY -> new FramedSnappyCompressorOutputStream(out);
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes);
    }
}
