package dev.backstory.lake.store;

import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.lake.files.LakeFiles;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

class LocalPublishingTest extends PublishingContract {
    @TempDir
    Path folder;

    @Override
    Lake newLake() {
        Configuration conf = new Configuration();
        conf.set("fs.file.impl", BareLocalFileSystem.class.getName());
        // Hadoop caches by scheme, whatever the settings: another test of this JVM may have come first.
        conf.setBoolean("fs.file.impl.disable.cache", true);
        return new Lake(folder.resolve("lake").toString(), new LakeFiles(conf));
    }
}
