package dev.backstory.lake.store;

import static dev.backstory.lake.store.LakeFixture.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.run.ReplacedFiles;
import dev.backstory.testsupport.S3Server;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake that was copied, from a disk to an object store or back, is a lake: its records say where their files lie. */
@Tag("cluster")
class CopiedLakeTest {
    @TempDir
    private java.nio.file.Path folder;

    @Test
    void aLakeOfADiskGoesOnInABucket() throws IOException {
        Lake disk = onDisk();
        publish(disk, "old", 1);

        Lake copy = inBucket();
        copy(disk, copy);

        assertThat(published(copy)).isEqualTo("old, its rejected rows old, pack 1");
        assertThat(new Packs(copy).months()).containsExactly(PackFixture.MONTH);
        publish(copy, "new", 2);
        assertThat(published(copy)).isEqualTo("new, its rejected rows new, pack 2");
        copy.files().conf().set(ReplacedFiles.KEPT, "PT0S");
        new Recovery(copy).recover(Table.ACTIONS);
        PackBuild.begin(copy).close();
        assertThat(published(copy)).isEqualTo("new, its rejected rows new, pack 2");
        assertThat(copy.files().names(copy.day(Table.ACTIONS, DAY)))
                .as("what was replaced is gone, wherever it lay")
                .containsExactly("_PUBLISHED.json");
        assertThat(copy.files().names(new Packs(copy).month(PackFixture.MONTH))).containsExactly("_PACK.json");
    }

    @Test
    void aLakeOfABucketGoesOnOnADisk() throws IOException {
        Lake bucket = inBucket();
        publish(bucket, "old", 1);

        Lake copy = onDisk();
        copy(bucket, copy);

        assertThat(published(copy)).isEqualTo("old, its rejected rows old, pack 1");
        publish(copy, "new", 2);
        assertThat(published(copy)).isEqualTo("new, its rejected rows new, pack 2");
    }

    private Lake onDisk() {
        return new Lake(folder.resolve("lake").toString(), new LakeFiles(new Configuration()));
    }

    private static Lake inBucket() {
        return S3Lake.at(S3Server.get().address(), S3Server.get().newBucket());
    }

    private static void publish(Lake lake, String run, int length) {
        LakeFixture fixture = new LakeFixture(lake);
        fixture.publish(fixture.stage(run, true));
        PackFixture.build(lake, length);
    }

    private static String published(Lake lake) {
        LakeFixture fixture = new LakeFixture(lake);
        return fixture.publishedText() + ", its rejected rows " + fixture.rejectedText() + ", "
                + PackFixture.text(lake, new Packs(lake).of(PackFixture.MONTH).orElseThrow());
    }

    private static void copy(Lake from, Lake to) throws IOException {
        Configuration conf = to.files().conf();
        conf.addResource(from.files().conf());
        FileUtil.copy(
                from.root().getFileSystem(from.files().conf()),
                from.root(),
                to.root().getFileSystem(to.files().conf()),
                to.root(),
                false,
                conf);
    }
}
