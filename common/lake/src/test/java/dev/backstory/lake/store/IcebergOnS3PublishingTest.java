package dev.backstory.lake.store;

import dev.backstory.lake.files.LakeFiles;
import dev.backstory.testsupport.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same where a day is a commit of Iceberg, the files are on an object store, and the catalog is a database. */
class IcebergOnS3PublishingTest extends S3PublishingTest {
    @TempDir
    Path folder;

    @Override
    Lake newLake() {
        S3Server server = S3Server.get();
        return IcebergLake.of(
                "s3a://" + server.newBucket() + "/lake",
                new LakeFiles(S3Lake.conf(server.address())),
                folder.resolve("catalog.db"),
                "shop");
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
