package dev.backstory.lake.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.lake.store.Lake;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects as Parquet's reader sees them, byte for byte. */
abstract class ObjectInputContract {
    static final int END = 256 << 10;
    private static final long SEED = Seeds.next();

    Configuration conf;
    Path folder;

    /** A lake in a bucket of its own. */
    abstract Lake newLake();

    @BeforeEach
    void start() {
        Lake lake = newLake();
        conf = lake.files().conf();
        folder = new Path(lake.root(), "objects");
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

    Path write(String name, byte[] bytes) throws IOException {
        Path file = new Path(folder, name);
        try (OutputStream out = file.getFileSystem(conf).create(file)) {
            out.write(bytes);
        }
        return file;
    }
}
