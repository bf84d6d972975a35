package dev.backstory.lake.objects;

import dev.backstory.lake.store.GcsLake;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.GcsServer;
import org.junit.jupiter.api.Tag;

/** The same on Google Cloud Storage. */
@Tag("gcs")
class GcsObjectInputTest extends ObjectInputContract {
    @Override
    Lake newLake() {
        return GcsLake.at(GcsServer.get().address());
    }
}
