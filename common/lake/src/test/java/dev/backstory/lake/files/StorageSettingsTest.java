package dev.backstory.lake.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class StorageSettingsTest {
    @Test
    void whatTheUserSaysOfS3IsStrongerThanTheDefaults() {
        Configuration conf = StorageSettings.configuration(
                Map.of("spark.hadoop.fs.s3a.connection.maximum", "200", "spark.sql.x", "y"), "yarn");

        assertThat(conf.get("fs.s3a.connection.maximum")).isEqualTo("200");
        assertThat(conf.get("fs.s3a.directory.marker.retention")).isEqualTo("keep");
        assertThat(conf.get("fs.s3a.experimental.input.fadvise")).isEqualTo("random");
        assertThat(conf.get("fs.file.impl")).isNull();
        assertThat(StorageSettings.configuration(Map.of(), "local[2]").get("fs.s3a.connection.maximum"))
                .isEqualTo("5000");
    }

    @Test
    void aFileOnGoogleCloudStorageTakesLittleMemoryToWrite() {
        Configuration conf = StorageSettings.configuration(
                Map.of("spark.hadoop.fs.gs.outputstream.upload.chunk.size", "67108864"), "yarn");

        assertThat(conf.get("fs.gs.outputstream.upload.chunk.size")).isEqualTo("67108864");
        assertThat(conf.get("fs.gs.outputstream.buffer.size")).isEqualTo("1048576");
        assertThat(StorageSettings.configuration(Map.of(), "yarn").get("fs.gs.outputstream.upload.chunk.size"))
                .isEqualTo("8388608");
    }
}
