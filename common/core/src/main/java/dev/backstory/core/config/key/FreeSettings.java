package dev.backstory.core.config.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of somebody else's, in their order: texts, numbers, booleans, nulls, lists and mappings, as they are in the
 * file.
 */
public record FreeSettings(Map<String, @Nullable Object> entries) {
    public FreeSettings {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The names of all settings, with dots between those of a mapping and those in it. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", entries, paths);
        return List.copyOf(paths);
    }

    private static void collect(String prefix, Map<?, ?> mapping, List<String> paths) {
        mapping.forEach((name, value) -> {
            paths.add(prefix + name);
            if (value instanceof Map<?, ?> inner) {
                collect(prefix + name + ".", inner, paths);
            }
        });
    }
}
