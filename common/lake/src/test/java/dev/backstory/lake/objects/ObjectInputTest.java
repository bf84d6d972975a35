package dev.backstory.lake.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.lake.store.S3Lake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.FaultyProxy.Request;
import dev.backstory.testsupport.S3Server;
import dev.backstory.testsupport.Seeds;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects as Parquet's reader sees them, byte for byte, and what they are asked for. */
@Tag("cluster")
class ObjectInputTest {
    private static final int END = 256 << 10;
    private static final long SEED = Seeds.next();

    private static FaultyProxy proxy;
    private static Configuration conf;
    private static Path folder;

    @BeforeAll
    static void start() {
        proxy = new FaultyProxy(S3Server.get().address());
        String bucket = S3Server.get().newBucket();
        conf = S3Lake.at(proxy.address(), bucket).files().conf();
        folder = new Path("s3a://" + bucket + "/objects");
    }

    @AfterAll
    static void stop() {
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, END - 1, END, END + 1, 3 * END})
    void anyPartIsWhatWasWritten(int length) throws IOException {
        Random random = new Random(SEED);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        Path file = write("of-" + length, bytes);

        InputFile input = ObjectInput.of(file, conf);
        assertThat(input.getLength()).isEqualTo(length);
        try (SeekableInputStream in = input.newStream()) {
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(length);
                int to = from + random.nextInt(length - from + 1);
                byte[] part = new byte[to - from];
                in.seek(from);
                in.readFully(part);
                assertThat(part)
                        .as("seed %d: bytes %d to %d of %d", SEED, from, to, length)
                        .isEqualTo(Arrays.copyOfRange(bytes, from, to));
                assertThat(in.getPos()).isEqualTo(to);
            }
            in.seek(0);
            assertThat(in.readAllBytes()).isEqualTo(bytes);
            assertThat(in.read()).isEqualTo(-1);
            assertThatThrownBy(() -> in.seek(length + 1L)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void oneRequestBringsAShortObjectAndTheEndOfALongOne() throws IOException {
        Path file = write("of-a-day", new byte[END]);
        Path pack = write("of-a-month", new byte[4 * END]);

        proxy.forget();
        try (SeekableInputStream in = ObjectInput.of(file, conf).newStream()) {
            assertThat(in.readAllBytes()).hasSize(END);
        }
        assertThat(proxy.requests()).extracting(Request::method).containsExactly("GET");

        proxy.forget();
        try (SeekableInputStream in = ObjectInput.of(pack, conf).newStream()) {
            in.seek(3L * END);
            in.readFully(new byte[END]);
            assertThat(proxy.requests())
                    .as("the footer is there")
                    .extracting(Request::method)
                    .containsExactly("GET");
            in.seek(END);
            in.readFully(new byte[END]);
        }
        assertThat(proxy.requests())
                .as("nobody asks what it is")
                .extracting(Request::method)
                .containsExactly("GET", "GET");
    }

    @Test
    void whatIsEmptyOrNotThereIsNamed() throws IOException {
        Path empty = write("empty", new byte[0]);
        Path missing = new Path(folder, "missing");

        assertThatThrownBy(() -> ObjectInput.of(empty, conf))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(empty + " is empty");
        assertThatThrownBy(() -> ObjectInput.of(missing, conf))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("there is no " + missing);
    }

    private static Path write(String name, byte[] bytes) throws IOException {
        Path file = new Path(folder, name);
        try (OutputStream out = file.getFileSystem(conf).create(file)) {
            out.write(bytes);
        }
        return file;
    }
}
