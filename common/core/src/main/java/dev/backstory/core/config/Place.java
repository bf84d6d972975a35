package dev.backstory.core.config;

/**
 * A mapping of the file.
 *
 * @param path its key, such as {@code sources.clicks}; empty for the whole file
 * @param line where to report what is missing in it
 */
record Place(String path, int line, Node.Mapping mapping) {

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The line of the value at a path such as {@code rules[1].name}, or of the nearest thing it is missing from. */
    int lineOf(String relativePath) {
        int found = line;
        Node node = mapping;
        for (String step : relativePath.split("[.\\[]", -1)) {
            Node.Entry entry =
                    node instanceof Node.Mapping inner ? inner.entries().get(step) : null;
            if (entry != null) {
                found = entry.line();
                node = entry.value();
            } else if (node instanceof Node.Items items && step.endsWith("]")) {
                node = items.nodes().get(Integer.parseInt(step.substring(0, step.length() - 1)));
                found = node.line();
            } else {
                return found;
            }
        }
        return found;
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
