package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the start script says of a lake of Iceberg; {@link StorageContractTest} has what is in such lakes. */
class TableFormatsRunTest {
    @TempDir
    Path folder;

    @Test
    void saysWhichJarIsMissing() throws IOException {
        Path config = OttoExample.copyTo(folder);
        Files.writeString(config, Files.readString(config) + "\nstorage: {format: iceberg}\n");

        Backstory.Result result = new Backstory(folder).run("status", "--config", config.toString());

        assertThat(result.exit()).as(result.everything()).isEqualTo(2);
        assertThat(result.err())
                .contains("as tables of Iceberg because Iceberg 1.12 is not on the class path; add"
                        + " iceberg-spark-runtime-3.5_2.12-1.12.0.jar (bin/backstory: 'setup/tables.sh iceberg' brings it"
                        + " and says what BACKSTORY_CLASSPATH must be; spark-submit: --packages"
                        + " org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.12.0)");
    }
}
