package dev.backstory.tables;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.PropertyAccessor;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.PropertyNamingStrategies;

/**
 * A server of Iceberg's REST protocol before a catalog of another kind. What a request does is Iceberg's own, made for such
 * servers ({@link CatalogHandlers}); here are only the routes, and what says of a failure what it was.
 */
final class RestCatalogServer implements AutoCloseable {
    private static final ObjectMapper JSON = mapper();
    private static final int THREADS = 16;
    private static final int TABLE = 4;

    private final Catalog catalog;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    RestCatalogServer(Catalog catalog) throws IOException {
        this.catalog = catalog;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** As {@code POST namespaces/shop/tables/actions}. */
    List<String> requests() {
        return requests;
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        RESTSerializers.registerAll(mapper);
        return mapper;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath().replaceFirst("^/v1/", "");
            requests.add(exchange.getRequestMethod() + " " + path);
            int status = 200;
            Object answer;
            try {
                answer = answer(exchange.getRequestMethod(), path.split("/", -1), body);
            } catch (RuntimeException e) {
                status = status(e);
                answer = ErrorResponse.builder()
                        .responseCode(status)
                        .withType(e.getClass().getSimpleName())
                        .withMessage(e.getMessage())
                        .build();
            }
            byte[] bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, isHead ? -1 : bytes.length);
            if (!isHead) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private Object answer(String method, String[] path, String body) throws IOException {
        SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
        boolean isRead = !method.equals("POST");
        return switch (path.length) {
            case 1 ->
                path[0].equals("config")
                        ? ConfigResponse.builder().build()
                        : isRead
                                ? CatalogHandlers.listNamespaces(namespaces, Namespace.empty())
                                : CatalogHandlers.createNamespace(
                                        namespaces, JSON.readValue(body, CreateNamespaceRequest.class));
            case 2 -> CatalogHandlers.loadNamespace(namespaces, Namespace.of(path[1]));
            case TABLE - 1 ->
                isRead
                        ? CatalogHandlers.listTables(catalog, Namespace.of(path[1]))
                        : CatalogHandlers.createTable(
                                catalog, Namespace.of(path[1]), JSON.readValue(body, CreateTableRequest.class));
            case TABLE -> {
                TableIdentifier table = TableIdentifier.of(path[1], path[TABLE - 1]);
                yield isRead
                        ? CatalogHandlers.loadTable(catalog, table, SnapshotMode.ALL)
                        : CatalogHandlers.updateTable(catalog, table, JSON.readValue(body, UpdateTableRequest.class));
            }
            default -> throw new UnsupportedOperationException(method + " " + String.join("/", path));
        };
    }

    private static int status(RuntimeException e) {
        if (e instanceof NoSuchTableException || e instanceof NoSuchNamespaceException) {
            return 404;
        }
        return e instanceof AlreadyExistsException || e instanceof CommitFailedException
                ? 409
                : e instanceof UnsupportedOperationException ? 406 : 500;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
