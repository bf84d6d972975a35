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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A real S3 server on this machine, one for all tests of a JVM: moto, with conditional writes, all objects in memory. It is
 * brought by {@code setup/venv.sh s3} and started when the first test asks.
 */
public final class S3Server {
    private static final int PATIENCE_SECONDS = 120;
    private static final int POLL_MILLIS = 20;

    private static S3Server running;

    private final URI address;

    private S3Server(URI address) {
        this.address = address;
    }

    public static synchronized S3Server get() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    /** Its address, to which a {@link FaultyProxy} forwards. */
    public URI address() {
        return address;
    }

    /** Makes a bucket of a name that no other test has. */
    public String newBucket() {
        String bucket = "b" + UUID.randomUUID().toString().substring(0, 8);
        if (status("PUT", "/" + bucket) != HttpURLConnection.HTTP_OK) {
            throw new IllegalStateException("Cannot make the bucket " + bucket);
        }
        return bucket;
    }

    /** The settings with which Hadoop reaches it there. */
    public static Map<String, String> settings(URI there) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fs.s3a.endpoint", there.toString());
        settings.put("fs.s3a.endpoint.region", "us-east-1");
        settings.put("fs.s3a.path.style.access", "true");
        settings.put("fs.s3a.connection.ssl.enabled", "false");
        settings.put("fs.s3a.directory.marker.retention", "keep");
        return settings;
    }

    private int status(String method, String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) address.resolve(path).toURL().openConnection();
            connection.setRequestMethod(method);
            return connection.getResponseCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Server start() {
        try {
            int port = freePort();
            Process server = new ProcessBuilder(program().toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
            S3Server started = new S3Server(URI.create("http://127.0.0.1:" + port));
            started.await(server);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(Process server) {
        Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (true) {
            try {
                status("GET", "/");
                return;
            } catch (UncheckedIOException notYet) {
                if (!server.isAlive() || Instant.now().isAfter(end)) {
                    throw new IllegalStateException("The S3 server does not start", notYet);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the S3 server starts", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path program() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("setup/venv.sh"))) {
            root = root.getParent();
        }
        Path program = root.resolve(".backstory/s3-venv/bin/moto_server");
        if (!Files.exists(program)) {
            bring(root);
        }
        return program;
    }

    private static void bring(Path root) throws IOException {
        try {
            Process setup = new ProcessBuilder("setup/venv.sh", "s3")
                    .directory(root.toFile())
                    .inheritIO()
                    .start();
            if (setup.waitFor() != 0) {
                throw new IllegalStateException("setup/venv.sh s3 failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the S3 server is brought", e);
        }
    }
}
