package dev.backstory.lake.store;

import dev.backstory.testsupport.GcsServer;
import org.junit.jupiter.api.Tag;

/** The same on Google Cloud Storage. */
@Tag("gcs")
class GcsPublishingTest extends S3PublishingTest {
    @Override
    Lake newLake() {
        return GcsLake.at(GcsServer.get().address());
    }
}
