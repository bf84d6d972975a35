package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of five days with its lake, and a source, on Google Cloud Storage, by the start script. */
@Tag("gcs")
class GcsRunTest {
    private static final DayRange DAYS = new DayRange(LocalDate.parse("2022-08-01"), LocalDate.parse("2022-08-05"));

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
        gcs.moveLake(config);
        Lake lake = gcs.lake();

        Backstory.Result result = run(config, "run");

        assertThat(result.exit()).as(result.everything()).isZero();
        assertThat(proxy.requests().size())
                .as("requests of five days, three steps, their audits: %s", proxy.counts())
                .isLessThanOrEqualTo(800);
        OttoOracle oracle = new OttoOracle(OttoExample.FOLDER.resolve("sessions.jsonl"));
        for (LocalDate day : DAYS.days()) {
            assertThat(PublishedRows.of(lake, day)).as("%s", day).isEqualTo(oracle.rows(day));
        }
        assertThat(lake.files().objects(new org.apache.hadoop.fs.Path(lake.root(), "_staging"), ""))
                .as("nothing waits, and nothing is locked")
                .isEmpty();

        proxy.forget();
        assertThat(run(config, "status").out()).contains("2022-08-01 to 2022-08-05    5 days  published");
        assertThat(proxy.requests())
                .as("requests of status for the lake; the raw clicks are listed too")
                .filteredOn(request -> request.toString().contains("otto"))
                .hasSizeLessThanOrEqualTo(20);
    }

    /** For the five days. */
    private Backstory.Result run(Path config, String command) {
        return new Backstory(folder, Map.of("BACKSTORY_CLASSPATH", OnGcs.jar()))
                .run(
                        command,
                        "--config=" + config,
                        "--from",
                        DAYS.from().toString(),
                        "--to",
                        DAYS.to().toString());
    }
}
