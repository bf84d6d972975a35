package dev.backstory.lake.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.failure.UsageException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeStorageTest {
    private static final Map<String, String> DATABRICKS = Map.of("DATABRICKS_RUNTIME_VERSION", "16.4");

    @ParameterizedTest
    @ValueSource(strings = {"file:/Volumes/main/shop/lake", "file:/dbfs/shop/lake"})
    void aPathThatIsAnObjectStoreIsRefused(String lake) {
        assertThatThrownBy(() -> SafeStorage.require(new Path(lake), new Configuration(false), DATABRICKS))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "Cannot use the lake " + lake + " because that path is an object store, where no folder is"
                                + " renamed in one step, so readers could see halves of days; keep the lake on s3a:// or gs://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abfss://shop@account.dfs.core.windows.net/lake|Hadoop's file system for Azure replaces a file in several"
                        + " steps, of which the last asks no condition, so readers could see a day without its record,"
                        + " and two publishers each other's",
                "oss://shop/lake|it is not known how a day changes in one step on oss://, so readers could see halves of"
                        + " days"
            })
    void whereNoDayChangesInOneStepIsRefused(String lake, String why) {
        assertThatThrownBy(() -> SafeStorage.require(new Path(lake), new Configuration(false), Map.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot use the lake " + lake + " because " + why
                        + "; keep the lake on a local disk, on hdfs://, s3a:// or gs://");
    }

    @Test
    void elsewhereItIsAFolder() {
        assertThatCode(() -> {
                    SafeStorage.require(new Path("file:/Volumes/disk/lake"), new Configuration(false), Map.of());
                    SafeStorage.require(new Path("gs://shop/lake"), new Configuration(false), Map.of());
                    SafeStorage.require(new Path("file:/local_disk0/lake"), new Configuration(false), DATABRICKS);
                })
                .doesNotThrowAnyException();
    }
}
