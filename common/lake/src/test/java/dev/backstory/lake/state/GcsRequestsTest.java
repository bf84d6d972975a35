package dev.backstory.lake.state;

import dev.backstory.lake.store.GcsLake;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.GcsServer;
import java.net.URI;
import org.junit.jupiter.api.Tag;

/** The same on Google Cloud Storage. */
@Tag("gcs")
class GcsRequestsTest extends S3RequestsTest {
    @Override
    URI server() {
        return GcsServer.get().address();
    }

    @Override
    Lake newLake(URI address) {
        return GcsLake.at(address);
    }
}
