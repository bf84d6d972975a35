package dev.backstory.lake.store;

import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.lake.files.LakeFiles;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

/** The same where a day is an entry of Delta's log. */
class DeltaPublishingTest extends S3PublishingTest {
    @TempDir
    Path folder;

    @Override
    Lake newLake() {
        Configuration conf = new Configuration();
        conf.set("fs.file.impl", BareLocalFileSystem.class.getName());
        conf.setBoolean("fs.file.impl.disable.cache", true);
        return new Lake(folder.resolve("lake").toString(), new LakeFiles(conf), new DeltaTables());
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
