package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of five days with its lake, and a source, on Google Cloud Storage, by the start script. */
@Tag("gcs")
class GcsRunTest {
    @TempDir
    Path folder;

    private OnGcs gcs;
    private FaultyProxy proxy;

    @BeforeEach
    void start() {
        gcs = new OnGcs();
        proxy = gcs.proxy();
    }

    @AfterEach
    void stop() {
        gcs.close();
    }

    @Test
    void publishesTheSameRowsAsOnALocalDiskWithFewRequests() throws IOException {
        Path config = OttoExample.copyTo(folder);
        gcs.moveExample(config);
        Lake lake = gcs.lake();

        Backstory.Result result = run(config, "run");

        assertThat(result.exit()).as(result.everything()).isZero();
        assertThat(proxy.requests().size())
                .as("requests of five days, three steps, their audits: %s", proxy.counts())
                .isLessThanOrEqualTo(800);
        FiveDays.assertPublished(lake);

        proxy.forget();
        FiveDays.assertStatusAsksLittle(run(config, "status"), proxy);
    }

    /** For the five days. */
    private Backstory.Result run(Path config, String command) {
        return new Backstory(folder, Map.of("BACKSTORY_CLASSPATH", OnGcs.jar()))
                .run(
                        command,
                        "--config=" + config,
                        "--from",
                        FiveDays.ALL.from().toString(),
                        "--to",
                        FiveDays.ALL.to().toString());
    }
}
