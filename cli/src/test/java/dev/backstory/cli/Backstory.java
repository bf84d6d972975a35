package dev.backstory.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code bin/backstory} as a user starts it: real arguments, a real exit code, real output. */
final class Backstory {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static {
        makeClassArchives();
    }

    private final Path logs;
    private final Map<String, String> environment;
    private int started;

    /** @param logs folder for the processes' output */
    Backstory(Path logs) {
        this(logs, Map.of());
    }

    /** @param environment what its processes have in theirs besides */
    Backstory(Path logs, Map<String, String> environment) {
        this.logs = logs;
        this.environment = environment;
    }

    record Result(int exit, String out, String err) {
        String everything() {
            return "exit " + exit + "\n" + out + "\n" + err;
        }
    }

    Result run(String... arguments) {
        return finish(start(arguments));
    }

    /** A process under way. */
    record Running(Process process, Path out, Path err) {
        String outSoFar() {
            return text(out);
        }
    }

    Running start(String... arguments) {
        return start(List.of(), arguments);
    }

    /** @param wrapper a command that starts the process, such as {@code unshare}; empty for none */
    synchronized Running start(List<String> wrapper, String... arguments) {
        started++;
        Path out = logs.resolve("out-" + started + ".log");
        Path err = logs.resolve("err-" + started + ".log");
        List<String> command = new ArrayList<>(wrapper);
        command.add(ROOT.resolve("bin/backstory").toString());
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
            builder.environment().put("BACKSTORY_HEAP", "1500m");
            builder.environment()
                    .put("BACKSTORY_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dspark.ui.enabled=false");
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result finish(Running running) {
        try {
            int exit = running.process().waitFor();
            return new Result(exit, text(running.out()), text(running.err()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The JAR was packaged just now: what was made for an older one does not fit it. */
    private static void makeClassArchives() {
        try {
            Script.Outcome outcome = Script.run(ROOT.resolve("setup/class-archives.sh"), Map.of());
            if (outcome.exit() != 0) {
                throw new IllegalStateException(outcome.output());
            }
        } catch (Exception e) {
            throw new IllegalStateException("Cannot run setup/class-archives.sh; was 'make setup' run?", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
