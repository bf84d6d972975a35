package dev.backstory.core.config.yaml;

import static dev.backstory.core.config.yaml.ConfigText.MINIMAL;
import static dev.backstory.core.config.yaml.ConfigText.problems;
import static dev.backstory.core.config.yaml.ConfigText.problemsOfMinimalWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.config.key.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no config at all, or not the YAML it takes. */
final class ConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsReadRelativeToItsFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), MINIMAL);
        assertThat(ConfigLoader.load(file).lake())
                .isEqualTo(folder.resolve("data/lake").toString());
    }

    @Test
    void aMissingFile() {
        Path file = folder.resolve("pipelin.yaml");
        assertThatThrownBy(() -> ConfigLoader.load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Cannot read the config " + file + ": there is no such file; check --config");
    }

    @Test
    void aFolder() {
        assertThatThrownBy(() -> ConfigLoader.load(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Cannot read the config " + folder + ": it is a folder; name the file in it");
    }

    @Test
    void notUtf8() throws IOException {
        Path file = Files.write(folder.resolve("pipeline.yaml"), new byte[] {'n', ':', ' ', (byte) 0xe4, '\n'});
        assertThatThrownBy(() -> ConfigLoader.load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Cannot read the config " + file + ": it is not UTF-8 text; save it as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n"})
    void anEmptyFile(String text) {
        assertThat(problems(text))
                .containsExactly("pipeline.yaml:1: the file is empty; it needs at least name, lake and sources");
    }

    /** Such as a table in csv: not all of it is printed. */
    @Test
    void aFileThatIsNoConfig() {
        assertThat(problems("dt;customer_id\n2025-08-14;7\n"))
                .containsExactly(
                        "pipeline.yaml:1: the file has no 'key: value' in it, so it is no config; check --config");
    }

    @Test
    void aListInsteadOfKeys() {
        assertThat(problems("- name: shop\n"))
                .containsExactly(
                        "pipeline.yaml:1: a list is given; allowed: a mapping with name, lake, storage,"
                                + " timezone, sources, ids, types, history, spark, training, vocabulary, dq, calendar, metrics, airflow");
    }

    @Test
    void aTab() {
        assertThat(problemsOfMinimalWith("history:\n\tlength: 5\n"))
                .containsExactly("pipeline.yaml:7: a tab cannot indent in YAML; use spaces");
    }

    @Test
    void aSyntaxError() {
        assertThat(problemsOfMinimalWith("history: {length: 5\ntraining: {}\n"))
                .containsExactly("pipeline.yaml:7: is not valid YAML: expected ',' or '}', but got :; check"
                        + " the indentation, and quote strings with special characters");
    }

    @Test
    void aColonWithoutASpace() {
        assertThat(problemsOfMinimalWith("timezone:UTC\nspark: {}\n"))
                .containsExactly("pipeline.yaml:7: is not valid YAML: this line, or the one before, is no 'key: value';"
                        + " write a colon and a space behind each key");
    }

    @Test
    void wrongIndentation() {
        assertThat(problemsOfMinimalWith("history:\n    length: 5\n  lookback: P1Y\n"))
                .containsExactly(
                        "pipeline.yaml:8: is not valid YAML: expected <block end>, but found '<block mapping start>'; check the indentation, and quote strings with special characters");
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(problems("\uFEFF" + MINIMAL)).isEmpty();
    }

    @Test
    void aControlCharacter() {
        assertThat(problems("name: a\u0007\n"))
                .containsExactly("pipeline.yaml:1: is not valid YAML: special characters are not allowed; check the"
                        + " indentation, and quote strings with special characters");
    }

    @Test
    void aSecondDocument() {
        assertThat(problemsOfMinimalWith("---\nname: other\n"))
                .containsExactly(
                        "pipeline.yaml:7: a second document begins here; a config is one document, so remove the rest");
    }

    @Test
    void anchorsAndAliases() {
        assertThat(problemsOfMinimalWith("""
                        dq:
                          actions: &rules {allow-empty: true}
                          impressions: *rules
                          training:
                            <<: *rules
                            max-rejected-share: 0.5
                        """))
                .containsExactly(
                        "pipeline.yaml:7: dq.actions: an anchor (&) is given; remove it, or quote the string",
                        "pipeline.yaml:8: dq.impressions: an alias (*) is given; write the value out, or quote the string",
                        "pipeline.yaml:10: dq.training.<<: an alias (*) is given; write the value out, or quote the string");
    }

    @Test
    void tags() {
        assertThat(problemsOfMinimalWith("history: {length: !!int \"5\"}\n"))
                .containsExactly("pipeline.yaml:6: history.length: a tag (!) is given; remove it, or quote the string");
    }
}
