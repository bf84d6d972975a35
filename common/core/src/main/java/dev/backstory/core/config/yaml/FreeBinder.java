package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.FreeSettings;
import dev.backstory.core.config.key.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds settings that are somebody else's: whatever is in them is taken as YAML takes it. */
final class FreeBinder {
    private final Problems problems;
    private final Scalars scalars;

    FreeBinder(Problems problems, Scalars scalars) {
        this.problems = problems;
        this.scalars = scalars;
    }

    @Nullable
    FreeSettings bind(String path, Node node, Key key) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add(node.line(), path, node.describe() + " is given; allowed: a mapping such as " + key.example());
            return null;
        }
        return new FreeSettings(entries(path, mapping));
    }

    private Map<String, @Nullable Object> entries(String path, Node.Mapping mapping) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> values.put(name, free(path + "." + name, entry.value())));
        return values;
    }

    /** A value of somebody else's settings; null for nothing. */
    private @Nullable Object free(String path, Node node) {
        if (node instanceof Node.Mapping mapping) {
            return entries(path, mapping);
        }
        if (node instanceof Node.Items items) {
            List<@Nullable Object> values = new ArrayList<>();
            items.nodes().forEach(item -> values.add(free(path + "[" + values.size() + "]", item)));
            return values;
        }
        return scalars.free(path, (Node.Scalar) node);
    }
}
