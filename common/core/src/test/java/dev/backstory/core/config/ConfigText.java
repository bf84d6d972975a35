package dev.backstory.core.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;

/** Short configs for tests: a minimal one, and what is wrong with one. */
final class ConfigText {
    /** Five lines; what a test adds begins in line 6. */
    static final String MINIMAL = """
            name: shop
            lake: data/lake
            sources:
              clicks: {format: parquet, path: raw/clicks}
              impressions: {format: json, path: raw/impressions}
            """;

    private ConfigText() {}

    static PipelineConfig load(String text) {
        return ConfigLoader.load(text, "pipeline.yaml", Path.of("/pipelines"));
    }

    static PipelineConfig minimalWith(String more) {
        return load(MINIMAL + more);
    }

    static List<String> problems(String text) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(text));
        return refused == null ? List.of() : refused.problems();
    }

    static List<String> problemsOfMinimalWith(String more) {
        return problems(MINIMAL + more);
    }
}
