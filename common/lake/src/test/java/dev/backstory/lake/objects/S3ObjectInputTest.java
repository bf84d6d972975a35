package dev.backstory.lake.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.S3Lake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.FaultyProxy.Request;
import dev.backstory.testsupport.S3Server;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same on S3, and what it is asked for. */
@Tag("cluster")
class S3ObjectInputTest extends ObjectInputContract {
    private final FaultyProxy proxy = new FaultyProxy(S3Server.get().address());

    @Override
    Lake newLake() {
        return S3Lake.at(proxy.address(), S3Server.get().newBucket());
    }

    @AfterEach
    void stop() {
        proxy.close();
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
}
