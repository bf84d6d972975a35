package dev.backstory.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
    /** As a name in braces, and as a value on a line of its own, it is read as it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "user_id", "user id", "true", "No", "y", "2025", "1e5", "0x1f", "a: b", "a #b", "a,b", "a]b", "-", "*a",
                        "&a",
                "!a", "%a", "@a", "it's", "say \"hi\"", "\\N", "é", "a.b", "~", "a:", "1_000", "..", "?", "{a}",
                        "a b: c"
            })
    void readAsItIs(String text) {
        PipelineConfig config =
                ConfigLoader.load("""
                name: shop
                lake: lake
                sources:
                  clicks:
                    format: json
                    path: raw
                    columns: {item_id: %s}
                    where: %s
                  impressions: {format: json, path: shown}
                """.formatted(YamlText.inFlow(text), YamlText.plain(text)), "test", Path.of("/"));
        assertThat(config.sources().clicks().columns()).containsEntry("item_id", text);
        assertThat(config.sources().clicks().where()).isEqualTo(text);
    }
}
