package dev.backstory.cli.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The REST API, version 2, of one Airflow. The token is sent to this address only (redirects are not followed) and
 * appears in no message.
 */
final class AirflowApi {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            // Airflow's server does not speak HTTP/2, and logs a warning for every attempt.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String address;
    private final String ui;
    private final String token;

    /**
     * @param ui the address at which people open its pages in a browser
     * @throws UsageException if either is not an address
     */
    AirflowApi(String address, String ui, SignIn signIn) {
        this.address = checked(address);
        this.ui = checked(ui);
        this.token = signIn.token().orElseGet(() -> newToken(signIn));
    }

    private static String checked(String address) {
        String plain = address.replaceFirst("/+$", "");
        try {
            URI uri = URI.create(plain);
            if (uri.getHost() == null || !"http https".contains(String.valueOf(uri.getScheme()))) {
                throw new IllegalArgumentException("no host");
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "Cannot use the Airflow address '" + address
                            + "' because it is not one; write it as http://127.0.0.1:8080",
                    e);
        }
        return plain;
    }

    String address() {
        return address;
    }

    /** A run's page in the UI. */
    String page(String dag, String run) {
        return ui + "/dags/" + dag + "/runs/" + part(run);
    }

    /** Escapes one part of a path, such as a run id. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return find(path)
                .orElseThrow(() -> new BackstoryException(
                        "Airflow at " + address + " does not know " + path + " (404); look at it in its UI"));
    }

    /** The answer; empty when the server does not know the path. */
    Optional<JsonNode> find(String path) {
        HttpResponse<String> answer = send(request("/api/v2" + path).GET());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(body("GET " + path, answer));
    }

    JsonNode post(String path, JsonNode body) {
        return write("POST", path, body);
    }

    JsonNode patch(String path, JsonNode body) {
        return write("PATCH", path, body);
    }

    private JsonNode write(String method, String path, JsonNode body) {
        HttpRequest.Builder request = withJson(request("/api/v2" + path), method, body);
        return body(method + " " + path, send(request));
    }

    private static HttpRequest.Builder withJson(HttpRequest.Builder request, String method, JsonNode body) {
        return request.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()));
    }

    /** A token for the user; for no user, the token that a server open to everyone hands out. */
    private String newToken(SignIn signIn) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/auth/token"));
        HttpResponse<String> answer =
                send(signIn.user().isPresent() ? withJson(request, "POST", signIn.body()) : request.GET());
        JsonNode body = answer.statusCode() / 100 == 2 ? tree(answer.body()) : MissingNode.getInstance();
        if (!body.path("access_token").isTextual()) {
            throw new BackstoryException(signIn.user()
                    .map(user -> "Airflow at " + address + " does not accept the name " + user
                            + " with its password (" + answer.statusCode() + "); correct " + SignIn.USER
                            + " and " + SignIn.PASSWORD)
                    .orElse("Cannot use Airflow at " + address + " because it does not let everyone in; set "
                            + SignIn.USER + " and " + SignIn.PASSWORD + ", or put a token into "
                            + SignIn.TOKEN));
        }
        return body.path("access_token").asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new BackstoryException(
                    "Cannot reach Airflow at " + address + " (" + reason
                            + "); start it, or give its address with --airflow or BACKSTORY_AIRFLOW_URL",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackstoryException("Interrupted while talking to Airflow; a run that was triggered goes on", e);
        }
    }

    private String refusal(String what, int code, JsonNode detail) {
        String why = detail.isMissingNode() ? "" : ", " + (detail.isTextual() ? detail.asText() : detail);
        // Airflow 3.3 answers 403 to a token that it cannot read.
        boolean isTheToken = code == UNAUTHORIZED || (code == FORBIDDEN && why.contains("token"));
        if (isTheToken) {
            return "Airflow at " + address + " does not accept the token (" + code + " for " + what + why
                    + "); put a new one into " + SignIn.TOKEN;
        }
        if (code == FORBIDDEN) {
            return "Airflow at " + address + " does not allow " + what + " (403" + why
                    + "); sign in as a user who may trigger the DAG";
        }
        return "Airflow at " + address + " refused " + what + " (" + code + why + ")";
    }

    private JsonNode body(String what, HttpResponse<String> answer) {
        int code = answer.statusCode();
        if (code / 100 != 2) {
            throw new BackstoryException(refusal(what, code, tree(answer.body()).path("detail")));
        }
        JsonNode tree = tree(answer.body());
        if (tree.isMissingNode()) {
            throw new BackstoryException("Cannot understand Airflow at " + address + " (its answer to " + what
                    + " is not JSON); is that the address of an Airflow 3 API server?");
        }
        return tree;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
