package dev.backstory.lake.files;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.failure.UsageException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeStorageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/data/lake", "file:///data/lake", "hdfs://nn:8020/lake", "viewfs://c/l", "s3a://shop/lake"})
    void aDayChangesInOneStep(String lake) {
        assertThatNoException().isThrownBy(() -> SafeStorage.require(new Path(lake), new Configuration(false)));
    }

    @Test
    void otherStoresAreRefused() {
        assertThatThrownBy(() -> SafeStorage.require(new Path("gs://shop/lake"), new Configuration(false)))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "Cannot use the lake gs://shop/lake because it is not known how a day changes in one step on"
                                + " gs://, so readers could see halves of days; keep the lake on a local disk, on hdfs:// or on"
                                + " s3a://");
    }

    @Test
    void aPathWithoutASchemeIsOnTheDefaultStorage() {
        Configuration conf = new Configuration(false);
        conf.set("fs.defaultFS", "abfs://shop@account");

        assertThatThrownBy(() -> SafeStorage.require(new Path("/lake"), conf))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("in one step on abfs://");
    }
}
