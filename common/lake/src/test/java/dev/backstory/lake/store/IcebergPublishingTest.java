package dev.backstory.lake.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same where a day is a commit of Iceberg, and the catalog is the folder of the table. */
class IcebergPublishingTest extends S3PublishingTest {
    @TempDir
    Path folder;

    @Override
    Lake newLake() {
        return IcebergLake.onDisk(folder);
    }

    @Override
    LakeFixture newFixture(Lake of) {
        return new LakeFixture(of, new ParquetText());
    }

    @Override
    int recordsAmongFiles() {
        return 1;
    }
}
