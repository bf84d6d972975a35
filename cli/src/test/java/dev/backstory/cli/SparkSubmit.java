package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code spark-submit} as a scheduler calls it: real arguments, a real exit code, and what it printed. */
final class SparkSubmit {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path sparkHome;
    private final Path folder;
    private final Map<String, String> environment;
    private final List<String> options;

    /**
     * @param folder where the processes run and leave their output
     * @param options what each submission has before the JAR
     */
    SparkSubmit(Path sparkHome, Path folder, Map<String, String> environment, List<String> options) {
        this.sparkHome = sparkHome;
        this.folder = folder;
        this.environment = environment;
        this.options = options;
    }

    record Result(int exit, String output) {}

    /** A process under way. */
    record Running(Process process, Path log, String command) {
        Result await() throws IOException, InterruptedException {
            int exit = process.waitFor();
            return new Result(exit, command + "\n" + Files.readString(log));
        }
    }

    /** @param module the folder of the module whose JAR is started */
    Result run(String module, List<String> arguments) throws IOException, InterruptedException {
        return start(module, arguments).await();
    }

    Running start(String module, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(sparkHome.resolve("bin/spark-submit").toString());
        command.addAll(options);
        command.add(jar(module).toString());
        command.addAll(arguments);
        Path log = Files.createTempFile(folder, "submit-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", sparkHome.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().putAll(environment);
        return new Running(builder.start(), log, String.join(" ", command));
    }

    static Path sparkHome() {
        String own = System.getenv("SPARK_HOME");
        Path home = own == null ? ROOT.resolve(".backstory/spark") : Path.of(own);
        assertThat(home.resolve("jars"))
                .as("Spark in %s; run 'make setup'", home)
                .exists();
        return home;
    }

    static Path jar(String module) throws IOException {
        Path target = ROOT.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-all.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("No JAR in " + target + "; run 'make setup'"));
        }
    }
}
