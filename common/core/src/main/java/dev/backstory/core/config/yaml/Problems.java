package dev.backstory.core.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with one file. */
final class Problems {
    private static final Pattern STEP = Pattern.compile("[.\\[].*");

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    private record Problem(int line, String path, String text) {}

    Problems(String file) {
        this.file = file;
    }

    /** @param path the key, such as {@code history.length}; empty for the file as a whole */
    void add(int line, String path, String message) {
        add(line, path, path, message);
    }

    /** @param meant the key that was probably meant, so that it is not reported as missing as well */
    void add(int line, String path, String meant, String message) {
        String text = file + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
        found.add(new Problem(line, meant, text));
    }

    /** A value that is not what is allowed; null, as there is none to go on with. */
    @Nullable
    Object report(String path, Node node, String reason, String allowed) {
        add(node.line(), path, node.describe() + " " + reason + "; allowed: " + allowed);
        return null;
    }

    /** Whether something is already known to be wrong with this key, with a part of it, or with what it is part of. */
    boolean touch(String path) {
        return found.stream().anyMatch(problem -> within(problem.path, path) || within(path, problem.path));
    }

    private static boolean within(String inner, String outer) {
        return inner.equals(outer)
                || (inner.startsWith(outer)
                        && !outer.isEmpty()
                        && STEP.matcher(inner.substring(outer.length())).matches());
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** One text for each problem, in the order of the file. */
    List<String> inLineOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(Problem::text)
                .toList();
    }
}
