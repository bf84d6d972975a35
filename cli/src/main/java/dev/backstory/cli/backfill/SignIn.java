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
     * As the environment says; a token wins over a user.
     *
     * @throws UsageException if it names a user without a password, or a password file that cannot be read
     */
    static SignIn of(Map<String, String> environment) {
        // A line end of the file that it came from is no part of it, and a header may hold none.
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

    /** Whoever asks for a token; empty for a server that lets everyone in. */
    Optional<String> user() {
        return user;
    }

    /** What {@code POST /auth/token} takes. */
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
