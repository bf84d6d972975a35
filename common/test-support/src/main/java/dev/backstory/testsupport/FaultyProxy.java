package dev.backstory.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Stands before a server, counts what is asked of it, and lets go wrong what a test wants to go wrong. */
public final class FaultyProxy implements AutoCloseable {
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "keep-alive");
    private static final int UNAVAILABLE = 503;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int THREADS = 32;

    private final URI server;
    private final HttpServer front;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<Request, Fault> faults = request -> Fault.NONE;

    /** What happens to a request. */
    public enum Fault {
        NONE,
        /** The connection breaks, and the server never hears of the request. */
        LOST,
        /** The server does what is asked, and the connection breaks before its answer. */
        ANSWER_LOST,
        /** The server says that it is busy. */
        BUSY,
        /** The server says that there were too many requests. */
        TOO_MANY,
        /** The server says that the session's token has expired. */
        EXPIRED
    }

    /**
     * A request.
     *
     * @param number from 1 on, since the last {@link #forget}
     * @param port of the client
     */
    public record Request(int number, String method, String path, String query, int port) {
        private boolean isOfGoogle() {
            return path.contains("/storage/v1");
        }

        /** Whether it writes an object whose name ends so. */
        public boolean writes(String end) {
            String name = isOfGoogle()
                    ? URLDecoder.decode(query.replaceAll(".*\\bname=([^&]*).*", "$1"), StandardCharsets.UTF_8)
                    : path;
            return method.equals(isOfGoogle() ? "POST" : "PUT") && name.endsWith(end);
        }

        @Override
        public String toString() {
            return method + " " + path + (query.isEmpty() ? "" : "?" + query);
        }
    }

    public FaultyProxy(URI server) {
        this.server = server;
        try {
            front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        front.setExecutor(threads);
        front.createContext("/", this::handle);
        front.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + front.getAddress().getPort());
    }

    /** What is to become of each request from now on; asked in the thread of the request, which it may hold up. */
    public void faults(Function<Request, Fault> of) {
        faults = of;
    }

    /** Counts from 1 again. */
    public void forget() {
        synchronized (requests) {
            requests.clear();
        }
    }

    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** How many there were of each kind: {@code LIST} is a GET of names. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        requests().forEach(request -> counts.merge(kind(request), 1, Integer::sum));
        return counts;
    }

    private static String kind(Request request) {
        boolean isList = request.query().contains("list-type")
                || (request.isOfGoogle() && request.path().endsWith("/o"));
        return request.method().equals("GET") && isList ? "LIST" : request.method();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Request request = note(exchange);
            Fault fault = faults.apply(request);
            switch (fault) {
                case LOST -> {}
                case BUSY -> refuse(exchange, UNAVAILABLE, "SlowDown", "Please reduce your request rate.");
                case TOO_MANY -> refuse(exchange, TOO_MANY, "rateLimitExceeded", "The rate limit was exceeded.");
                case EXPIRED ->
                    refuse(
                            exchange,
                            request.isOfGoogle() ? UNAUTHORIZED : BAD_REQUEST,
                            "ExpiredToken",
                            "The provided token has expired.");
                default -> {
                    HttpResponse<byte[]> answer = forward(exchange, body);
                    if (fault != Fault.ANSWER_LOST) {
                        answer(exchange, answer);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Request note(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        synchronized (requests) {
            Request request = new Request(
                    requests.size() + 1,
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                    exchange.getRemoteAddress().getPort());
            requests.add(request);
            return request;
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        answer.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_FORWARDED.contains(lower) || (isHead && lower.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        // Where an upload goes on; the server says its own address.
        answer.headers()
                .firstValue("location")
                .ifPresent(there -> exchange.getResponseHeaders()
                        .set(
                                "Location",
                                there.replace(server.toString(), address().toString())));
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        boolean ofGoogle = exchange.getRequestURI().getPath().contains("/storage/v1");
        byte[] body = (ofGoogle
                        ? "{\"error\": {\"code\": " + status + ", \"message\": \"" + message
                                + "\", \"errors\": [{\"reason\": \"" + code + "\"}]}}"
                        : "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>"
                                + message + "</Message><RequestId>1</RequestId></Error>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", ofGoogle ? "application/json" : "application/xml");
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        front.stop(0);
        threads.shutdownNow();
    }
}
