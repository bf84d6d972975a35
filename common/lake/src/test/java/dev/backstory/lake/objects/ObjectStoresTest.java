package dev.backstory.lake.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.failure.UsageException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoresTest {
    @ParameterizedTest
    @CsvSource({
        "s3a://shop/lake, true",
        "gs://shop/lake, true",
        "hdfs://nn/lake, false",
        "abfss://shop@a.dfs.core.windows.net/lake, false",
        "file:/lake, false",
        "/lake, false"
    })
    void areKnownByTheirScheme(String path, boolean isObjectStore) {
        assertThat(ObjectStores.hold(new Path(path), new Configuration(false))).isEqualTo(isObjectStore);
    }

    @Test
    void aPathWithoutASchemeIsWhereHadoopBegins() {
        Configuration conf = new Configuration(false);
        conf.set("fs.defaultFS", "gs://shop");

        assertThat(ObjectStores.hold(new Path("/lake"), conf)).isTrue();
    }

    /** Whatever a platform has put under the scheme. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3a|the S3A of hadoop-aws-3.3.4.jar and aws-java-sdk-bundle-1.12.262.jar",
                "gs|the one of gcs-connector-hadoop3-2.2.28-shaded.jar"
            })
    void anotherFileSystemIsRefused(String scheme, String use) {
        Configuration conf = new Configuration();
        conf.setClass("fs." + scheme + ".impl", RawLocalFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
        conf.setBoolean("fs." + scheme + ".impl.disable.cache", true);
        Path path = new Path(scheme + "://shop/lake");

        assertThatThrownBy(() -> ObjectStores.open(path, conf))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("Cannot use " + path + " because its file system is "
                        + "org.apache.hadoop.fs.RawLocalFileSystem, of which it is not known how it writes only what"
                        + " nobody else has written; use " + use + " (");
    }
}
