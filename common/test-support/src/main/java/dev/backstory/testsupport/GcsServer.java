package dev.backstory.testsupport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server of Google Cloud Storage's API on this machine, one for all tests of a JVM: fake-gcs-server, with generations and
 * conditions on them, all objects in memory. {@code setup/gcs.sh} builds it, for which it needs Go; so only
 * {@code make test-gcs} asks for it.
 */
public final class GcsServer extends ObjectServer {
    private static GcsServer running;

    private GcsServer(URI address) {
        super(address);
    }

    public static synchronized GcsServer get() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    @Override
    HttpURLConnection make(String bucket) throws IOException {
        HttpURLConnection request = request("POST", "/storage/v1/b?project=tests");
        request.setRequestProperty("Content-Type", "application/json");
        request.setDoOutput(true);
        try (OutputStream body = request.getOutputStream()) {
            body.write(("{\"name\": \"" + bucket + "\"}").getBytes(StandardCharsets.UTF_8));
        }
        return request;
    }

    /** The settings with which Hadoop reaches it there, whoever asks. */
    public static Map<String, String> settings(URI there) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fs.gs.storage.root.url", there + "/");
        settings.put("fs.gs.auth.service.account.enable", "false");
        settings.put("fs.gs.auth.null.enable", "true");
        return settings;
    }

    private static GcsServer start() {
        Path program = ServerProcess.program(".backstory/gcs/fake-gcs-server", "setup/gcs.sh");
        URI address = ServerProcess.start(port -> new ProcessBuilder(
                program.toString(),
                "-backend",
                "memory",
                "-scheme",
                "http",
                "-host",
                "127.0.0.1",
                "-port",
                Integer.toString(port),
                "-log-level",
                "error"));
        return new GcsServer(address);
    }
}
