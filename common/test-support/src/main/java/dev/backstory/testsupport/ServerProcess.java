package dev.backstory.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.IntFunction;

/** A server of the tests: a process that ends with this one. */
final class ServerProcess {
    private static final int PATIENCE_SECONDS = 120;
    private static final int POLL_MILLIS = 20;

    private ServerProcess() {}

    /** Starts it on a free port of this machine, and waits until it answers. */
    static URI start(IntFunction<ProcessBuilder> command) {
        try {
            int port = freePort();
            Process server = command.apply(port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
            URI address = URI.create("http://127.0.0.1:" + port);
            await(server, address);
            return address;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program of the project's tools, which its set-up brings where it is not there. */
    static Path program(String name, String... setup) {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("setup/venv.sh"))) {
            root = root.getParent();
        }
        Path program = root.resolve(name);
        if (!Files.exists(program)) {
            bring(root, setup);
        }
        return program;
    }

    private static void bring(Path root, String... setup) {
        try {
            Process process = new ProcessBuilder(setup)
                    .directory(root.toFile())
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", setup) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server is brought", e);
        }
    }

    private static void await(Process server, URI address) {
        Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (!answers(address)) {
            if (!server.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("The server does not start: " + server.info());
            }
            pause();
        }
    }

    private static boolean answers(URI address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) address.resolve("/").toURL().openConnection();
            return connection.getResponseCode() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server starts", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
