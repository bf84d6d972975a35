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
        return new Lake(folder.resolve("lake").toString(), new LakeFiles(conf));
    }
}
