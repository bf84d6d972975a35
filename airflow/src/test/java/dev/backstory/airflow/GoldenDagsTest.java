package dev.backstory.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is generated is what is committed, for every folder of {@code golden}, and of {@code golden-runners}, whose DAGs
 * need Airflow providers that not every Airflow has. {@code -Dbackstory.regenerate=true}
 * writes it anew. The Python tests load the same files into a real Airflow.
 */
final class GoldenDagsTest {
    private static final List<Path> GOLDEN =
            List.of(Path.of("src/test/resources/golden"), Path.of("src/test/resources/golden-runners"));

    static List<Path> cases() throws IOException {
        List<Path> cases = new ArrayList<>();
        for (Path golden : GOLDEN) {
            try (Stream<Path> folders = Files.list(golden)) {
                cases.addAll(folders.sorted().toList());
            }
        }
        return cases;
    }

    private static Map<String, String> filesOf(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }

    @Test
    void thereAreEnough() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatIsCommitted(Path golden, @TempDir Path out) throws IOException {
        DagFiles.of(golden.resolve("pipeline.yaml")).writeTo(out);
        if (Boolean.getBoolean("backstory.regenerate")) {
            DagFiles.of(golden.resolve("pipeline.yaml")).writeTo(golden.resolve("dags"));
        }
        assertThat(filesOf(out))
                .as("run this test with -Dbackstory.regenerate=true")
                .isEqualTo(filesOf(golden.resolve("dags")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTheSameWhereverTheConfigLies(Path golden, @TempDir Path elsewhere) throws IOException {
        Path config = elsewhere.resolve("deep/er/pipeline.yaml");
        Files.createDirectories(config.getParent());
        Files.copy(golden.resolve("pipeline.yaml"), config);
        DagFiles.of(config).writeTo(elsewhere.resolve("out"));
        DagFiles.of(golden.resolve("pipeline.yaml")).writeTo(elsewhere.resolve("here"));
        assertThat(filesOf(elsewhere.resolve("out"))).isEqualTo(filesOf(elsewhere.resolve("here")));
        assertThat(filesOf(elsewhere.resolve("out")).values())
                .noneMatch(text -> text.contains(elsewhere.toString()))
                .noneMatch(text -> text.contains(System.getProperty("user.dir")));
    }
}
