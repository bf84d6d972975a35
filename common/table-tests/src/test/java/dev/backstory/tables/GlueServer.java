package dev.backstory.tables;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.JsonNode;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A Glue before moto's, which overwrites a table whatever version its writer has seen. As AWS documents it, an update that
 * names a version is refused where the table has another one; and changes come one after the other.
 */
final class GlueServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 16;
    private static final int BAD_REQUEST = 400;
    private static final String TARGET = "X-Amz-Target";
    private static final String UPDATE = "AWSGlue.UpdateTable";

    private final URI moto;
    private final HttpServer front;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Object changes = new Object();
    private final AtomicReference<Runnable> before = new AtomicReference<>();

    GlueServer(URI moto) throws IOException {
        this.moto = moto;
        front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        front.setExecutor(threads);
        front.createContext("/", this::handle);
        front.start();
    }

    String uri() {
        return "http://127.0.0.1:" + front.getAddress().getPort();
    }

    /** As {@code AWSGlue.UpdateTable}, and {@code AWSGlue.UpdateTable refused}. */
    List<String> requests() {
        return requests;
    }

    /** What happens once, after somebody has looked at a table and before the change that this leads to. */
    void beforeTheNextUpdate(Runnable change) {
        before.set(change);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst(TARGET);
            requests.add(target);
            HttpResponse<byte[]> answer;
            if (target.startsWith("AWSGlue.Get")) {
                answer = moto(exchange, target, body);
            } else {
                if (target.equals(UPDATE)) {
                    Runnable change = before.getAndSet(null);
                    if (change != null) {
                        change.run();
                    }
                }
                synchronized (changes) {
                    if (target.equals(UPDATE) && !isOfTheNewest(exchange, JSON.readTree(body))) {
                        requests.add(UPDATE + " refused");
                        answer(exchange, BAD_REQUEST, """
                                {"__type": "ConcurrentModificationException", "Message": "another version"}""".getBytes(StandardCharsets.UTF_8));
                        return;
                    }
                    answer = moto(exchange, target, body);
                }
            }
            answer(exchange, answer.statusCode(), answer.body());
        }
    }

    private boolean isOfTheNewest(HttpExchange exchange, JsonNode update) throws IOException {
        ObjectNode table = JSON.createObjectNode();
        table.set("DatabaseName", update.get("DatabaseName"));
        table.set("Name", update.at("/TableInput/Name"));
        JsonNode found = JSON.readTree(moto(exchange, "AWSGlue.GetTable", JSON.writeValueAsBytes(table))
                .body());
        return update.path("VersionId")
                .asText()
                .equals(found.at("/Table/VersionId").asText());
    }

    private HttpResponse<byte[]> moto(HttpExchange exchange, String target, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(moto)
                .header(TARGET, target)
                .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        // Moto finds region and service in the signature.
        List<String> signed = exchange.getRequestHeaders().get("Authorization");
        if (signed != null) {
            request.header("Authorization", signed.get(0));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
    }
}
