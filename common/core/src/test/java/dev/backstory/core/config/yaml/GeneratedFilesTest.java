package dev.backstory.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The files that are generated from the settings records are the ones committed. {@code
 * -Dbackstory.regenerate=true} writes them again.
 */
final class GeneratedFilesTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final String AGAIN = "out of date; run this test with -Dbackstory.regenerate=true";

    @Test
    void theSchema() throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        String schema = new ObjectMapper().writer(printer).writeValueAsString(SettingsSchema.generate()) + "\n";
        compareOrWrite(DOCS.resolve("pipeline.schema.json"), schema);
    }

    @Test
    void theReference() throws IOException {
        Path file = DOCS.resolve("configuration.md");
        String text = Files.readString(file);
        for (Map.Entry<String, String> table : SettingsTables.generate().entrySet()) {
            text = replace(text, table.getKey(), table.getValue());
        }
        compareOrWrite(file, text);
    }

    private static String replace(String text, String name, String table) {
        String begin = "<!-- generated: " + name + " -->\n";
        String end = "<!-- end -->\n";
        assertThat(text).containsOnlyOnce(begin);
        int from = text.indexOf(begin) + begin.length();
        return text.substring(0, from) + table + text.substring(text.indexOf(end, from));
    }

    private static void compareOrWrite(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("backstory.regenerate")) {
            Files.writeString(file, expected);
        }
        assertThat(file).as(AGAIN).exists().content().isEqualTo(expected);
    }
}
