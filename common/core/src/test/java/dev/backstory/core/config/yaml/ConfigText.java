package dev.backstory.core.config.yaml;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.key.ConfigException;
import java.nio.file.Path;
import java.util.List;

/** Short configs for tests: a minimal one, and what is wrong with one. */
public final class ConfigText {
    /** Five lines; what a test adds begins in line 6. */
    public static final String MINIMAL = """
            name: shop
            lake: data/lake
            sources:
              clicks: {format: parquet, path: raw/clicks}
              impressions: {format: json, path: raw/impressions}
            """;

    private ConfigText() {}

    public static PipelineConfig load(String text) {
        return ConfigLoader.load(text, "pipeline.yaml", Path.of("/pipelines"));
    }

    public static PipelineConfig minimalWith(String more) {
        return load(MINIMAL + more);
    }

    public static List<String> problems(String text) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(text));
        return refused == null ? List.of() : refused.problems();
    }

    public static List<String> problemsOfMinimalWith(String more) {
        return problems(MINIMAL + more);
    }
}
