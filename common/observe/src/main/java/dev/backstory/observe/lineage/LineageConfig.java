package dev.backstory.observe.lineage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.openlineage.client.DefaultConfigPathProvider;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.OpenLineageConfig;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.FacetsConfig;
import io.openlineage.client.transports.FileConfig;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.TransportConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where events are sent, taken from the first of these that is set: Spark's settings, {@code OPENLINEAGE_URL}, the
 * file, {@code OPENLINEAGE__TRANSPORT…}.
 */
record LineageConfig(TransportConfig transport, List<String> disabledFacets, String namespace) {
    private static final TypeReference<OpenLineageConfig<?>> TYPE = new TypeReference<>() {};

    /** @throws RuntimeException if it cannot be read, or names no transport */
    static LineageConfig find(Map<String, String> spark, Map<String, String> environment) {
        String namespace = spark.getOrDefault(
                LineageSwitch.SPARK + "namespace", environment.getOrDefault("OPENLINEAGE_NAMESPACE", "default"));
        OpenLineageConfig<?> found = ofSpark(spark)
                .or(() -> ofUrl(environment))
                .or(LineageConfig::ofFile)
                .orElseGet(() -> OpenLineageClientUtils.loadOpenLineageConfigFromEnvVars(TYPE));
        TransportConfig transport = found.getTransportConfig();
        if (transport == null) {
            throw new IllegalArgumentException("no transport is named; name one, such as transport: {type: http, url:"
                    + " \"http://localhost:5000\"}");
        }
        if (transport instanceof FileConfig file && file.getLocation() == null) {
            throw new IllegalArgumentException("its file transport has no location; give it one, such as transport:"
                    + " {type: file, location: /tmp/events.json}");
        }
        FacetsConfig facets = found.getFacetsConfig();
        return new LineageConfig(
                transport, facets == null ? List.of() : List.of(facets.getEffectiveDisabledFacets()), namespace);
    }

    /** Dots make a tree, as they do for OpenLineage's own listener. */
    private static Optional<OpenLineageConfig<?>> ofSpark(Map<String, String> spark) {
        Map<String, Object> tree = new LinkedHashMap<>();
        spark.forEach((key, value) -> {
            if (key.startsWith(LineageSwitch.TRANSPORT)) {
                put(tree, key.substring(LineageSwitch.SPARK.length()).split("\\.", -1), 0, value);
            }
        });
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        OpenLineageConfig<?> config = OpenLineageClientUtils.convertValue(tree, OpenLineageConfig.class);
        return Optional.of(config);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String[] path, int at, String value) {
        if (at == path.length - 1) {
            tree.put(path[at], value);
        } else if (tree.computeIfAbsent(path[at], none -> new LinkedHashMap<String, Object>())
                instanceof Map<?, ?> inner) {
            put((Map<String, Object>) inner, path, at + 1, value);
        }
    }

    /** As OpenLineage's clients in other languages do. */
    private static Optional<OpenLineageConfig<?>> ofUrl(Map<String, String> environment) {
        String url = environment.get("OPENLINEAGE_URL");
        if (url == null || environment.containsKey("OPENLINEAGE_CONFIG")) {
            return Optional.empty();
        }
        HttpConfig http = new HttpConfig();
        http.setUrl(URI.create(url));
        http.setEndpoint(environment.get("OPENLINEAGE_ENDPOINT"));
        String key = environment.get("OPENLINEAGE_API_KEY");
        if (key != null) {
            ApiKeyTokenProvider auth = new ApiKeyTokenProvider();
            auth.setApiKey(key);
            http.setAuth(auth);
        }
        OpenLineageConfig<?> config = new OpenLineageConfig<>();
        config.setTransportConfig(http);
        return Optional.of(config);
    }

    private static Optional<OpenLineageConfig<?>> ofFile() {
        List<Path> paths = new DefaultConfigPathProvider().getPaths();
        if (paths.stream().noneMatch(Files::exists)) {
            return Optional.empty();
        }
        OpenLineageConfig<?> config = OpenLineageClientUtils.loadOpenLineageConfigYaml(() -> paths, TYPE);
        return Optional.of(config);
    }
}
