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
    @ValueSource(strings = {"/data/lake", "file:///data/lake", "hdfs://nn:8020/lake", "viewfs://c/lake"})
    void renamesAreOneStep(String lake) {
        assertThatNoException().isThrownBy(() -> SafeStorage.require(new Path(lake), new Configuration(false)));
    }

    @Test
    void renamesThatAreCopiesAreRefused() {
        assertThatThrownBy(() -> SafeStorage.require(new Path("gs://shop/lake"), new Configuration(false)))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot use the lake gs://shop/lake because a day is published by renames, and on gs:// a"
                        + " rename is a series of copies: readers would see halves of days, and two runs could publish"
                        + " at once; keep the lake on a local disk or on hdfs://");
    }

    @Test
    void aPathWithoutASchemeIsOnTheDefaultStorage() {
        Configuration conf = new Configuration(false);
        conf.set("fs.defaultFS", "s3a://shop");

        assertThatThrownBy(() -> SafeStorage.require(new Path("/lake"), conf))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("on s3a:// a rename is a series of copies");
    }
}
