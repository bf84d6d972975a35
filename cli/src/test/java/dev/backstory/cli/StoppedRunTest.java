package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a run. */
@Tag("process")
class StoppedRunTest {
    private static final long LOOK_EVERY_NANOS = 500_000;

    @TempDir
    Path folder;

    @Test
    void saysWhatIsLeftAndHowToGoOn() throws Exception {
        Path config = OttoExample.copyTo(folder);
        Backstory backstory = new Backstory(folder);
        Path sign = OttoExample.lake(folder).resolve("_staging/impressions");

        // A process that was started in the background ignores interrupts: this one is to hear them.
        Backstory.Running running = backstory.start(
                List.of("env", "--default-signal=INT"),
                "run",
                "--config",
                config.toString(),
                "--from",
                "2022-08-01",
                "--to",
                "2022-08-03");
        while (running.process().isAlive() && Files.notExists(sign)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        Process kill = new ProcessBuilder(
                        "kill", "-INT", Long.toString(running.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
        Backstory.Result result = backstory.finish(running);

        assertThat(result.exit()).as(result.everything()).isEqualTo(130);
        assertThat(result.err())
                .isEqualTo(
                        "run: stopped; this run has published actions of 3 days from 2022-08-01 to 2022-08-03, and the"
                                + " rest is as it was. To go on: bin/backstory run --config " + config
                                + " --from 2022-08-01 --to 2022-08-03\n");
    }
}
