package dev.backstory.lake.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.lake.files.BareLocalFileSystem;
import dev.backstory.lake.files.LakeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.hadoop.conf.Configuration;

/** A process of its own that changes a lake, and dies before its n-th change. */
final class HaltingChild {
    private final Path folder;
    private final Class<?> program;

    /** @param program its main method takes the arguments of {@link #lake(String[])} */
    HaltingChild(Path folder, Class<?> program) {
        this.folder = folder;
        this.program = program;
    }

    /** The lake of the process that dies before a change; each has its own. */
    Lake lake(int change) {
        return new Lake(root(change), new LakeFiles(conf()));
    }

    /** In the process: its lake. */
    static Lake lake(String[] args) {
        return new Lake(args[0], new HaltingFiles(conf(), Integer.parseInt(args[1])));
    }

    /**
     * Kills a process before each of its changes, two processes at a time, until one makes fewer changes and lives.
     *
     * @param prepare makes the lake of the process that dies before a change
     * @param afterDeath looks at that lake
     * @return the change before which none died
     */
    int killBeforeEachChange(int atMost, IntConsumer prepare, IntConsumer afterDeath) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Deque<Future<Boolean>> ahead = new ArrayDeque<>();
            for (int change = 1; ; change++) {
                while (ahead.size() < 2) {
                    int next = change + ahead.size();
                    ahead.add(two.submit(() -> {
                        prepare.accept(next);
                        return diesBefore(next);
                    }));
                }
                if (!ahead.remove().get()) {
                    return change;
                }
                afterDeath.accept(change);
                assertThat(change).isLessThan(atMost);
            }
        } finally {
            two.shutdown();
            assertThat(two.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    /** Runs it. Whether it died; else it made fewer changes. */
    private boolean diesBefore(int change) throws InterruptedException {
        Process child = start(change, change);
        int exit = child.waitFor();
        assertThat(exit).isIn(0, HaltingFiles.HALTED);
        return exit == HaltingFiles.HALTED;
    }

    /**
     * Starts it.
     *
     * @param lake the number of its lake
     * @param change its second argument
     */
    Process start(int lake, int change) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            program.getName(),
                            root(lake),
                            Integer.toString(change))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("child-" + change + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String root(int change) {
        return folder.resolve("lake-" + change).toString();
    }

    private static Configuration conf() {
        Configuration conf = new Configuration();
        conf.set("fs.file.impl", BareLocalFileSystem.class.getName());
        // Hadoop caches by scheme, whatever the settings: another test of this JVM may have come first.
        conf.setBoolean("fs.file.impl.disable.cache", true);
        return conf;
    }
}
