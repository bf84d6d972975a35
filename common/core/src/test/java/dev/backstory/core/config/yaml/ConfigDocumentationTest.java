package dev.backstory.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.backstory.core.config.AirflowSettings;
import dev.backstory.core.config.CalendarSettings;
import dev.backstory.core.config.DqSettings;
import dev.backstory.core.config.HistorySettings;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.SparkSettings;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.config.ids.VocabularySettings;
import dev.backstory.core.config.input.CsvSettings;
import dev.backstory.core.config.input.EventType;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.input.Sources;
import dev.backstory.core.config.key.ContractColumns;
import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.metrics.MetricsSettings;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.core.config.runner.PlatformSettings;
import dev.backstory.core.config.storage.TableSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/configuration.md} shows is what happens. */
final class ConfigDocumentationTest {
    private static final Path DOCUMENT = Path.of("../../docs/configuration.md");
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(SettingsSchema.generate());

    /** Those of the document, and the configs under {@code examples}. */
    static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>(documented());
        try (DirectoryStream<Path> configs = Files.newDirectoryStream(Path.of("../../examples"), "*")) {
            for (Path folder : configs) {
                if (Files.exists(folder.resolve("pipeline.yaml"))) {
                    examples.add(Files.readString(folder.resolve("pipeline.yaml")));
                }
            }
        }
        return examples;
    }

    private static List<String> documented() throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> complete(block.group(1)))
                .toList();
    }

    /** Fragments get the required keys they leave out. */
    private static String complete(String example) {
        if (example.startsWith("name:")) {
            return example;
        }
        boolean hasSources = example.startsWith("sources:");
        return (hasSources ? "name: shop\nlake: data/lake\n" : ConfigText.MINIMAL) + example;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesLoadAndSatisfyTheSchema(String example) throws IOException {
        assertThatCode(() -> ConfigText.load(example)).doesNotThrowAnyException();
        JsonNode tree = new YAMLMapper().readTree(example);
        assertThat(SCHEMA.validate(tree)).isEmpty();
    }

    @Test
    void theMessagesShownAreTheRealOnes() throws IOException {
        String text =
                ConfigText.MINIMAL.replace("format: parquet, path", "format: parquet, pth") + "history:\n  length: 0\n";
        assertThat(Files.readString(DOCUMENT))
                .contains("    " + String.join("\n    ", ConfigText.problems(text)) + "\n");
    }

    static Stream<Setting> settings() {
        return Stream.of(
                        PipelineConfig.class,
                        TableSettings.class,
                        Sources.class,
                        Source.class,
                        CsvSettings.class,
                        EventType.class,
                        IdSettings.class,
                        VocabularySettings.class,
                        HistorySettings.class,
                        SparkSettings.class,
                        TrainingSettings.class,
                        DqSettings.class,
                        TableRules.class,
                        Rule.class,
                        CalendarSettings.class,
                        MetricsSettings.class,
                        AirflowSettings.class,
                        PlatformSettings.class)
                .flatMap(type -> Setting.of(type).stream())
                .filter(setting -> setting.key() != null);
    }

    /** The example of each key, as the reference shows it, is a value the key takes. */
    @ParameterizedTest
    @MethodSource("settings")
    void theExampleOfEachKeyIsValid(Setting setting) {
        Problems problems = new Problems("example");
        Key key = setting.given();
        Node node = YamlTree.parse(key.example(), problems);
        assertThat(node).isNotNull();
        if (node != null) {
            ContractColumns columns = setting.name().equals("columns") ? ContractColumns.CARTS : null;
            new Binder(problems, ConfigFolder.of(Path.of("/pipelines")))
                    .value(setting.name(), 1, node, setting.type(), key, columns);
        }
        assertThat(problems.inLineOrder()).isEmpty();
    }
}
