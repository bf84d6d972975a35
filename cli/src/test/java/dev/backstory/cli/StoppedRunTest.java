package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a run, and of a command that writes something else. */
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
        Backstory.Result result = interrupt(backstory, running, sign);

        assertThat(result.exit()).as(result.everything()).isEqualTo(130);
        assertThat(result.err())
                .isEqualTo(
                        "run: stopped; this run has published actions of 3 days from 2022-08-01 to 2022-08-03, and the"
                                + " rest is as it was. To go on: bin/backstory run --config " + config
                                + " --from 2022-08-01 --to 2022-08-03\n");
    }

    /** A command without a lake: what it wrote is of no use, and it says so. */
    @Test
    void saysThatWhatItWroteIsAPart() throws Exception {
        Path out = folder.resolve("made");
        Backstory backstory = new Backstory(folder);

        Backstory.Running running = backstory.start(
                List.of("env", "--default-signal=INT"),
                "sample-data",
                out.toString(),
                "--customers",
                "100000",
                "--history-days",
                "300");
        Backstory.Result result = interrupt(backstory, running, out.resolve("clicks"));

        assertThat(result.exit()).as(result.everything()).isEqualTo(130);
        assertThat(result.err())
                .isEqualTo("sample-data: stopped; " + out + " has a part of the days and no pipeline.yaml, so nothing"
                        + " reads it. To go on: delete it, and start it again\n");
        assertThat(out.resolve("pipeline.yaml")).doesNotExist();
    }

    /** Ctrl-C, as soon as a file or folder is there. */
    private static Backstory.Result interrupt(Backstory backstory, Backstory.Running running, Path sign)
            throws Exception {
        while (running.process().isAlive() && Files.notExists(sign)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        Process kill = new ProcessBuilder(
                        "kill", "-INT", Long.toString(running.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
        return backstory.finish(running);
    }
}
