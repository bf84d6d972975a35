package dev.backstory.spark.source.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.spark.source.row.SourceFile;
import dev.backstory.spark.source.row.SourceName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is the same lines in whichever parts it is read. */
class JsonPartsTest {
    private static final Configuration CONF = new Configuration();
    private static final JsonFormat FORMAT = new JsonFormat(new SourceName("clicks"));
    private static final byte[] TEXT =
            "{\"a\":1}\n\n{\"b\":\"ü\"}\r\n{}\r{\"c\":3}\n  \n\r\n{\"d\":4}".getBytes(StandardCharsets.UTF_8);
    private static final List<String> LINES = List.of("{\"a\":1}", "{\"b\":\"ü\"}", "{}", "{\"c\":3}", "{\"d\":4}");

    @TempDir
    private Path dir;

    @Test
    void eachLineBelongsToOnePartWhereverAFileIsCut() throws IOException {
        SourceFile file = file("a.json", TEXT);
        for (int first = 0; first <= TEXT.length; first++) {
            for (int second = first; second <= TEXT.length; second++) {
                List<String> lines = new ArrayList<>(lines(new FilePart(file, 0, first)));
                lines.addAll(lines(new FilePart(file, first, second)));
                lines.addAll(lines(new FilePart(file, second, TEXT.length)));

                assertThat(lines).as("cut at %s and %s", first, second).isEqualTo(LINES);
            }
        }
    }

    @Test
    void theFirstPartHasAllLinesOfACompressedFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gz = new GZIPOutputStream(bytes)) {
            gz.write(TEXT);
        }
        SourceFile file = file("a.json", bytes.toByteArray());

        assertThat(lines(new FilePart(file, 0, 5))).isEqualTo(LINES);
        assertThat(lines(new FilePart(file, 5, file.bytes()))).isEmpty();
    }

    private SourceFile file(String name, byte[] bytes) throws IOException {
        Path path = Files.write(dir.resolve(name), bytes);
        return new SourceFile(path.toString(), bytes.length, List.of());
    }

    private static List<String> lines(FilePart part) throws IOException {
        List<String> lines = new ArrayList<>();
        try (JsonFormat.Lines read = FORMAT.lines(part, CONF)) {
            for (String line = read.next(); line != null; line = read.next()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
