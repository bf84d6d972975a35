package dev.backstory.spark.source;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.input.Format;
import dev.backstory.core.config.input.Source;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.yaml.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Sources with more keys than their place and columns, as a config has them. */
final class Keyed {
    private Keyed() {}

    /**
     * A written source under a name of the config.
     *
     * @param keys such as {@code dt: from-time, where: "a > 1"}
     */
    static Source source(String name, Source written, String keys) {
        String columns = written.columns().entrySet().stream()
                .map(column -> column.getKey() + ": \"" + column.getValue() + "\"")
                .collect(Collectors.joining(", ", "{", "}"));
        String place = written.format() == Format.JDBC
                ? "url: \"" + Postgres.url() + "\", table: " + written.table()
                : "path: \"" + written.path() + "\"";
        return of(
                name,
                "{format: " + Names.kebab(written.format().name()) + ", " + place + ", columns: " + columns
                        + (keys.isEmpty() ? "" : ", " + keys) + "}");
    }

    static Source files(String name, Format format, Path path, Map<String, String> columns, String keys) {
        return source(name, Source.files(format, path.toString(), columns), keys);
    }

    /** @param source all of its mapping */
    static Source of(String name, String source) {
        String other = name.equals("impressions")
                ? "  clicks: {format: json, path: /elsewhere/clicks}\n"
                : "  impressions: {format: json, path: /elsewhere/shown}\n";
        PipelineConfig config = ConfigLoader.load(
                "name: shop\nlake: /elsewhere/lake\nsources:\n" + other + "  " + name + ": " + source + "\n",
                "pipeline.yaml",
                Path.of("/"));
        return name.equals("impressions")
                ? config.sources().impressions()
                : Objects.requireNonNull(config.sources().actionSources().get(name));
    }
}
