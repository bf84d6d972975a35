package dev.backstory.core.config;

import static dev.backstory.core.config.yaml.ConfigText.minimalWith;
import static dev.backstory.core.config.yaml.ConfigText.problemsOfMinimalWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.ConfigException;
import dev.backstory.core.config.key.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
    private static final String REFERENCE = "a reference to the environment, such as \"${ENV:SHOP_DB_PASSWORD}\"";

    private static String orders(String more) {
        return "  orders: {format: jdbc, table: orders, " + more + "}\n";
    }

    @Test
    void isReadFromTheEnvironmentWhenItIsUsed() {
        Source orders = Objects.requireNonNull(
                minimalWith(orders("url: \"jdbc:x://${ENV:DB_HOST}:1/shop\", password: \"${ENV:DB_PASSWORD}\""))
                        .sources()
                        .orders());
        Map<String, String> environment = Map.of("DB_HOST", "db", "DB_PASSWORD", "a$1\\b");
        assertThat(Objects.requireNonNull(orders.url()).resolve(environment::get))
                .isEqualTo("jdbc:x://db:1/shop");
        assertThat(Objects.requireNonNull(orders.password()).resolve(environment::get))
                .isEqualTo("a$1\\b");
    }

    @Test
    void isResolvedFromThisProcessByDefault() {
        Map.Entry<String, String> variable = System.getenv().entrySet().stream()
                .filter(each -> each.getKey().matches("[A-Za-z_][A-Za-z0-9_]*"))
                .findFirst()
                .orElseThrow();
        assertThat(Secret.of("${ENV:" + variable.getKey() + "}").resolve()).isEqualTo(variable.getValue());
    }

    @Test
    void aVariableThatIsNotSet() {
        assertThatThrownBy(() -> Secret.of("${ENV:DB_PASSWORD}").resolve(name -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Cannot resolve ${ENV:DB_PASSWORD}: the environment variable DB_PASSWORD is not set; set it"
                        + " for this process");
    }

    @Test
    void isNeverPrinted() {
        PipelineConfig config = minimalWith(orders("url: jdbc:hidden, password: \"${ENV:DB_PASSWORD}\""));
        assertThat(config.toString()).contains("url=***", "password=***").doesNotContain("hidden", "DB_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "\"hunter2${ENV:X}\"", "\"${hunter2}\"", "\"${ENV:hunter 2}\"", "12345", "\"\""})
    void aPasswordInTheFileIsRefusedAndNotRepeated(String password) {
        assertThat(problemsOfMinimalWith(orders("url: jdbc:x, password: " + password)))
                .containsExactly("pipeline.yaml:6: sources.orders.password: a secret must not be in the file;"
                        + " allowed: " + REFERENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/shop?user=a&password=hunter2",
                "jdbc:sqlserver://db;Password=hunter2",
                "jdbc:mysql://a:hunter2@db/shop",
                "jdbc:oracle:thin:a/hunter2@db:1521:shop",
                "jdbc:mysql://a:hunter2@db/${ENV:NAME}",
            })
    void aPasswordInAUrlIsRefusedAndNotRepeated(String url) {
        assertThat(problemsOfMinimalWith(orders("url: \"" + url + "\"")))
                .containsExactly(
                        "pipeline.yaml:6: sources.orders.url: the url contains a password; move it to password:"
                                + " \"${ENV:NAME}\", which is read from the environment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/shop",
                "jdbc:postgresql://db/shop?user=a&password=${ENV:P}",
                "jdbc:mysql://a:${ENV:P}@db/shop",
                "jdbc:oracle:thin:@//db:1521/shop",
                "${ENV:URL}",
            })
    void urlsWithoutAPassword(String url) {
        assertThat(problemsOfMinimalWith(orders("url: \"" + url + "\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"jdbc:${DB}\"|has a malformed reference; allowed: ${ENV:NAME}",
                "\"\"|is empty; allowed: a string, which may contain ${ENV:NAME}",
                "[a]|a list is given; allowed: a string, which may contain ${ENV:NAME}",
            })
    void malformedUrls(String url, String message) {
        assertThat(problemsOfMinimalWith(orders("url: " + url)))
                .isEqualTo(List.of("pipeline.yaml:6: sources.orders.url: " + message));
    }

    @Test
    void isEqualByWhatIsWritten() {
        assertThat(Secret.of("${ENV:A}")).isEqualTo(Secret.of("${ENV:A}")).isNotEqualTo(Secret.of("${ENV:B}"));
        assertThat(Secret.of("${ENV:A}")).hasSameHashCodeAs(Secret.of("${ENV:A}"));
    }
}
