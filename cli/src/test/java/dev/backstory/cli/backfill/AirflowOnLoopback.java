package dev.backstory.cli.backfill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that answers what a backfill asks of Airflow's API, and can go away and come back at its address. */
final class AirflowOnLoopback implements AutoCloseable {
    private static final Pattern DAG = Pattern.compile("/api/v2/dags/shop_(?:backfill|daily)(.*)");

    static {
        // Else each answer waits 40 ms for the client to acknowledge its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final int port;
    private final List<String> written = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int code = 200;
    private volatile String run = "running";
    private volatile String task = "running";
    private volatile String silent = "nothing";
    private volatile String signIn = "";
    private volatile String pool = "{\"open_slots\": 0}";
    private volatile String scheduler = "healthy";
    private volatile boolean paused;
    private volatile Instant triggered = Instant.EPOCH;

    AirflowOnLoopback() {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    AirflowApi api() {
        return api(SignIn.withToken("token"));
    }

    AirflowApi api(SignIn as) {
        return new AirflowApi(address(), address(), as);
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

    /** From here on a token is given for this request body alone. */
    void giveTokensFor(String body) {
        signIn = body;
    }

    void triggeredAt(Instant moment) {
        triggered = moment;
    }

    void become(String stateOfRun, String stateOfTask) {
        run = stateOfRun;
        task = stateOfTask;
    }

    void pause() {
        paused = true;
    }

    void loseTheScheduler() {
        scheduler = "unhealthy";
    }

    /** @param answer JSON; empty for no such pool */
    void answerAboutThePool(String answer) {
        pool = answer;
    }

    /** What was asked to be changed, a line each: method, path, body. */
    List<String> written() {
        return written;
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
        String path = exchange.getRequestURI().getPath();
        if (path.equals(silent)) {
            exchange.close();
            return;
        }
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] body = body(exchange, path, sent).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                body.length == 0 ? 404 : status(exchange, path, sent), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int status(HttpExchange exchange, String path, String sent) {
        boolean isKnown = path.equals("/auth/token")
                ? sent.equals(signIn)
                : "Bearer token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        return isKnown ? code : 401;
    }

    private String body(HttpExchange exchange, String path, String sent) {
        if (code != 200) {
            return "<html>Bad Gateway</html>";
        }
        Matcher dag = DAG.matcher(path);
        if (dag.matches()) {
            if (!sent.isEmpty()) {
                written.add(exchange.getRequestMethod() + " " + path + " " + sent);
                paused = paused && !sent.equals("{\"is_paused\":false}");
            }
            return ofDag(dag.group(1));
        }
        return switch (path) {
            case "/auth/token" -> sent.equals(signIn) ? "{\"access_token\": \"token\"}" : "{}";
            case "/api/v2/monitor/health" ->
                "{\"scheduler\": {\"status\": \"" + scheduler
                        + "\", \"latest_scheduler_heartbeat\": \"2025-08-14T03:00:00Z\"}}";
            case "/api/v2/pools/spark" -> pool;
            default -> "";
        };
    }

    private String ofDag(String rest) {
        return switch (rest) {
            case "" -> "{\"is_paused\": " + paused + "}";
            case "/dagRuns" -> "{\"dag_run_id\": \"manual__1\", \"dag_runs\": []}";
            case "/dagRuns/manual__1" -> "{\"state\": \"" + run + "\", \"queued_at\": \"" + triggered + "\"}";
            case "/dagRuns/manual__1/taskInstances" ->
                "{\"task_instances\": [{\"task_id\": \"history_dq\", \"state\": \"" + task
                        + "\", \"try_number\": 1, \"duration\": 12.3, \"pool\": \"spark\"}]}";
            case "/dagRuns/manual__1/taskInstances/history_dq/links" ->
                "{\"extra_links\": {\"Report\": \"" + address() + "/backstory/report\"}}";
            default -> "";
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
