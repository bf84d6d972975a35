package dev.backstory.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line as a process of its own: real arguments, a real exit code, real output. */
final class Backstory {
    private static final List<String> JVM = List.of("-Xmx1500m", "-XX:TieredStopAtLevel=1", "-Dspark.ui.enabled=false");

    private final Path logs;
    private int started;

    /** @param logs folder for the processes' output */
    Backstory(Path logs) {
        this.logs = logs;
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
        command.addAll(command(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
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

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        for (String option : System.getProperty("backstory.test.opens").split(" ", -1)) {
            command.add(option);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
