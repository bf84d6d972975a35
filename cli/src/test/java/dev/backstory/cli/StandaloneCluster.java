package dev.backstory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Spark's own master and two workers of one core each, on this machine. The workers have addresses of their own, since Spark
 * runs a speculative copy of a task on another host only.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final int POLL_MILLIS = 20;

    private final Path folder;
    private final int port;
    private final int page;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path folder, int port, int page) {
        this.folder = folder;
        this.port = port;
        this.page = page;
    }

    /** @param folder for logs, and what the workers keep of applications */
    static StandaloneCluster start(Path folder) throws IOException {
        StandaloneCluster cluster = new StandaloneCluster(Files.createDirectories(folder), freePort(), freePort());
        cluster.launch(
                "org.apache.spark.deploy.master.Master",
                "127.0.0.1",
                "--port",
                Integer.toString(cluster.port),
                "--webui-port",
                Integer.toString(cluster.page));
        await("the master", () -> cluster.state().isPresent());
        for (String host : List.of("127.0.0.1", "127.0.0.2")) {
            cluster.launch(
                    "org.apache.spark.deploy.worker.Worker",
                    host,
                    "--cores",
                    "2",
                    "--memory",
                    "3g",
                    "--webui-port",
                    "0",
                    "--work-dir",
                    folder.resolve("work-" + host).toString(),
                    cluster.master());
        }
        await(
                "two workers",
                () -> cluster.state().orElseThrow().get("aliveworkers").asInt() == 2);
        return cluster;
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** The processes of the executors, or drivers, that run now. */
    List<ProcessHandle> running(String mainClass) {
        return processes.stream()
                .flatMap(process -> process.descendants())
                .filter(process -> commandLine(process).contains(mainClass))
                .toList();
    }

    /** The executor that has a connection from a port. */
    Optional<ProcessHandle> executorAt(int clientPort) {
        return withPort(clientPort, running("CoarseGrainedExecutorBackend"));
    }

    /** The driver, in cluster mode. */
    Optional<ProcessHandle> driver() {
        return running("DriverWrapper").stream().findFirst();
    }

    /** What became of the driver in cluster mode that was submitted last, such as FINISHED or FAILED. */
    String endOfLastDriver() {
        JsonNode drivers = state().orElseThrow().get("completeddrivers");
        return StreamSupport.stream(drivers.spliterator(), false)
                .max(Comparator.comparing(driver -> driver.get("id").asText()))
                .orElseThrow()
                .get("state")
                .asText();
    }

    /** What the master says of itself; empty while it does not. */
    private Optional<JsonNode> state() {
        try {
            return Optional.of(new ObjectMapper()
                    .readTree(URI.create("http://127.0.0.1:" + page + "/json/").toURL()));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    /** Waits until nothing runs, so that nobody writes any more. */
    void awaitQuiet() {
        await(
                "all executors and drivers to end",
                () -> running("CoarseGrainedExecutorBackend").isEmpty()
                        && running("DriverWrapper").isEmpty());
    }

    /** Waits for what surely happens. */
    static void await(String what, Condition condition) {
        Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Waited " + PATIENCE_SECONDS + " seconds for " + what);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for " + what, e);
            }
        }
    }

    interface Condition {
        boolean holds();
    }

    private void launch(String mainClass, String host, String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(SparkSubmit.sparkHome().resolve("bin/spark-class").toString(), mainClass, "--host", host));
        command.addAll(List.of(more));
        Path log = folder.resolve(mainClass.replaceAll(".*\\.", "") + "-" + host + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SPARK_HOME", SparkSubmit.sparkHome().toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        builder.environment().put("SPARK_LOCAL_IP", host);
        processes.add(builder.start());
    }

    /** Linux says which connection is whose, by the number of its socket. */
    private static Optional<ProcessHandle> withPort(int clientPort, List<ProcessHandle> processes) {
        Optional<String> socket = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)))
                .map(line -> line.trim().split("\\s+"))
                .filter(cells -> cells[1].endsWith(":%04X".formatted(clientPort)) && !cells[9].equals("0"))
                .map(cells -> "socket:[" + cells[9] + "]")
                .findFirst();
        return socket.flatMap(
                name -> processes.stream().filter(process -> has(process, name)).findFirst());
    }

    private static boolean has(ProcessHandle process, String socket) {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.anyMatch(file -> link(file).equals(socket));
        } catch (IOException over) {
            return false;
        }
    }

    private static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException over) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = processes.stream()
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
