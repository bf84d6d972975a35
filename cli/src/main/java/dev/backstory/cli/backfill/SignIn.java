package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How to sign in to Airflow: with a token, as a user, or as anyone. Neither token nor password is ever shown. */
final class SignIn {
    static final String TOKEN = "BACKSTORY_AIRFLOW_TOKEN";
    static final String USER = "BACKSTORY_AIRFLOW_USER";
    static final String PASSWORD = "BACKSTORY_AIRFLOW_PASSWORD";
    static final String PASSWORD_FILE = "BACKSTORY_AIRFLOW_PASSWORD_FILE";

    private final Optional<String> token;
    private final Optional<String> user;
    private final String password;

    private SignIn(Optional<String> token, Optional<String> user, String password) {
        this.token = token;
        this.user = user;
        this.password = password;
    }

    static SignIn withToken(String token) {
        return new SignIn(Optional.of(token), Optional.empty(), "");
    }

    /**
     * Takes it from the environment; a token takes precedence over a user.
     *
     * @throws UsageException if it names a user without a password, or a password file that cannot be read
     */
    static SignIn of(Map<String, String> environment) {
        // A line break at the end of its file is not part of it, and a header must not contain one.
        Optional<String> token = value(environment, TOKEN).map(String::strip);
        Optional<String> user = value(environment, USER);
        if (token.isPresent() || user.isEmpty()) {
            return new SignIn(token, Optional.empty(), "");
        }
        String password = value(environment, PASSWORD)
                .or(() -> value(environment, PASSWORD_FILE).map(SignIn::read))
                .orElseThrow(() -> new UsageException("Cannot sign in to Airflow as " + user.get()
                        + " because there is no password; set " + PASSWORD + ", or " + PASSWORD_FILE
                        + " to a file that holds it"));
        return new SignIn(token, user, password);
    }

    Optional<String> token() {
        return token;
    }

    /** The user that a token is requested for; empty for a server that lets everyone in. */
    Optional<String> user() {
        return user;
    }

    /** The body of {@code POST /auth/token}. */
    ObjectNode body() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("username", user.orElseThrow())
                .put("password", password);
    }

    @Override
    public String toString() {
        return token.isPresent()
                ? "with a token"
                : user.map(name -> "as " + name).orElse("as anyone");
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).stripTrailing();
        } catch (IOException e) {
            throw new UsageException(
                    "Cannot read the password for Airflow from " + file + ", which " + PASSWORD_FILE + " names (" + e
                            + "); correct the path, or its permissions",
                    e);
        }
    }
}
