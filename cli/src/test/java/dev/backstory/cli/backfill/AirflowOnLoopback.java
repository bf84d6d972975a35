package dev.backstory.cli.backfill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A server that answers what a follower asks of Airflow's API, and can go away and come back at its address. */
final class AirflowOnLoopback implements AutoCloseable {
    private static final String RUN = "/api/v2/dags/shop_backfill/dagRuns/manual__1";

    private final int port;
    private HttpServer server;
    private volatile int code = 200;
    private volatile String run = "running";
    private volatile String task = "running";
    private volatile String silent = "nothing";
    private volatile Instant triggered = Instant.EPOCH;

    AirflowOnLoopback() {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    AirflowApi api() {
        return new AirflowApi(address(), Optional.of("token"));
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    void goAway() {
        server.stop(0);
    }

    void comeBack() {
        server = listen(port);
    }

    /** From here on every answer is this, as of a proxy before a server that is not there. */
    void answerWith(int status) {
        code = status;
    }

    /** Requests of this path end without an answer. */
    void answerNothingMoreAbout(String path) {
        silent = path;
    }

    void triggeredAt(Instant moment) {
        triggered = moment;
    }

    void become(String stateOfRun, String stateOfTask) {
        run = stateOfRun;
        task = stateOfTask;
    }

    private HttpServer listen(int at) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            listening.createContext("/", this::answer);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals(silent)) {
            exchange.close();
            return;
        }
        byte[] body = body(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(body.length == 0 ? 404 : code, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String body(String path) {
        if (code != 200) {
            return "<html>Bad Gateway</html>";
        }
        return switch (path) {
            case RUN -> "{\"state\": \"" + run + "\", \"queued_at\": \"" + triggered + "\"}";
            case RUN + "/taskInstances" ->
                "{\"task_instances\": [{\"task_id\": \"history_dq\", \"state\": \"" + task
                        + "\", \"try_number\": 1, \"duration\": 12.3, \"pool\": \"spark\"}]}";
            case RUN + "/taskInstances/history_dq/links" ->
                "{\"extra_links\": {\"Report\": \"" + address() + "/backstory/report\"}}";
            case "/api/v2/dags/shop_backfill" -> "{\"is_paused\": false}";
            case "/api/v2/monitor/health" -> "{\"scheduler\": {\"status\": \"healthy\"}}";
            case "/api/v2/pools/spark" -> "{\"open_slots\": 0}";
            default -> "";
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
