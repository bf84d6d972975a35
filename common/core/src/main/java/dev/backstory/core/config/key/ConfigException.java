package dev.backstory.core.config.key;

import dev.backstory.core.failure.UsageException;
import java.util.List;

/** Settings that cannot be used. The message is all problems, one a line. */
public final class ConfigException extends UsageException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order of the file, each as {@code file:line: what, and what is allowed}. */
    public List<String> problems() {
        return problems;
    }
}
