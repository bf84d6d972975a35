package dev.backstory.testsupport;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A real S3 server on this machine, one for all tests of a JVM: moto, with conditional writes, all objects in memory. It is
 * brought by {@code setup/venv.sh s3} and started when the first test asks.
 */
public final class S3Server extends ObjectServer {
    private static S3Server running;

    private S3Server(URI address) {
        super(address);
    }

    public static synchronized S3Server get() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    @Override
    HttpURLConnection make(String bucket) throws IOException {
        return request("PUT", "/" + bucket);
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

    private static S3Server start() {
        Path program = ServerProcess.program(".backstory/s3-venv/bin/moto_server", "setup/venv.sh", "s3");
        URI address = ServerProcess.start(
                port -> new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port)));
        return new S3Server(address);
    }
}
