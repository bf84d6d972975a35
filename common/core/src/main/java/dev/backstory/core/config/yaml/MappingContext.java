package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.Violations;
import java.util.Map;

/**
 * A mapping of the file.
 *
 * @param path its key, such as {@code sources.clicks}; empty for the whole file
 * @param line where to report what is missing in it
 */
record MappingContext(String path, int line, Node.Mapping mapping) {

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The line of the value at a path such as {@code rules[1].name}, or of the nearest thing it is missing from. */
    int lineOf(String relativePath) {
        return lineOf(relativePath, mapping, line);
    }

    /** Keys may hold dots themselves, so a path is not cut at its dots but compared with the keys that are there. */
    private static int lineOf(String path, Node node, int nearest) {
        if (node instanceof Node.Items items && path.startsWith("[")) {
            int end = path.indexOf(']');
            Node item = items.nodes().get(Integer.parseInt(path.substring(1, end)));
            return lineOf(path.substring(Math.min(end + 2, path.length())), item, item.line());
        }
        if (node instanceof Node.Mapping inner) {
            for (Map.Entry<String, Node.Entry> each : inner.entries().entrySet()) {
                String key = each.getKey();
                Node.Entry entry = each.getValue();
                if (path.equals(key)) {
                    return entry.line();
                } else if (path.startsWith(key + ".")) {
                    return lineOf(path.substring(key.length() + 1), entry.value(), entry.line());
                } else if (path.startsWith(key + "[")) {
                    return lineOf(path.substring(key.length()), entry.value(), entry.line());
                }
            }
        }
        return nearest;
    }

    /** Reports broken rules, but not those that involve a key something is wrong with already. */
    void report(Iterable<Violations.Violation> violations, Problems problems) {
        for (Violations.Violation violation : violations) {
            String path = pathOf(violation.path());
            boolean judged = !problems.touch(path)
                    && violation.involved().stream().noneMatch(key -> problems.touch(pathOf(key)));
            if (judged) {
                problems.add(lineOf(violation.path()), path, violation.message());
            }
        }
    }
}
