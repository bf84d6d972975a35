package dev.backstory.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFolderTest {
    @ParameterizedTest
    @CsvSource({
        "s3a://shop/conf/pipeline.yaml, raw/clicks, s3a://shop/conf/raw/clicks",
        "s3a://shop/conf/pipeline.yaml, ../lake, s3a://shop/lake",
        "s3a://shop/conf/pipeline.yaml, ./a/../b/, s3a://shop/conf/b",
        "s3a://shop/pipeline.yaml, lake, s3a://shop/lake",
        "hdfs://node:8020/a [1]/{2}/pipeline.yaml, ../lake, hdfs://node:8020/a [1]/lake",
        "dbfs:/Volumes/main/shop/conf/pipeline.yaml, ../raw, dbfs:/Volumes/main/shop/raw",
        "hdfs:///conf/pipeline.yaml, raw, hdfs:///conf/raw",
        "abfss://c@a.dfs.core.windows.net/x/pipeline.yaml, raw, abfss://c@a.dfs.core.windows.net/x/raw",
        "gs://shop/conf/pipeline.yaml, /mnt/raw/, /mnt/raw",
    })
    void pathsOfAConfigElsewhereAreThere(String file, String path, String resolved) {
        assertThat(ConfigFolder.ofUri(file).resolve(path)).contains(resolved);
    }

    @Test
    void noPathLeadsOutOfABucket() {
        ConfigFolder folder = ConfigFolder.ofUri("s3a://shop/conf/pipeline.yaml");

        assertThat(folder.resolve("../../lake")).isEmpty();
        assertThat(folder.resolve("a/../../../lake")).isEmpty();
        assertThat(folder.root()).isEqualTo("s3a://shop");
    }

    @Test
    void pathsOfALocalConfigAreLocal() {
        ConfigFolder folder = ConfigFolder.of(Path.of("/conf/shop"));

        assertThat(folder.resolve("../raw/./clicks/")).contains("/conf/raw/clicks");
        assertThat(folder.resolve("/mnt/raw")).contains("/mnt/raw");
    }
}
