package dev.backstory.core.config.key;

import java.util.ArrayList;
import java.util.List;

/** Broken rules of one record, collected in its constructor and thrown together. */
public final class Violations {
    private final List<Violation> violations = new ArrayList<>();

    /**
     * @param path the key the rule is about, relative to the record, such as {@code columns.item_id} or
     *     {@code rules[1].name}
     * @param involved the other keys the rule looks at
     */
    public record Violation(String message, String path, List<String> involved) {}

    public void add(String message, String path, String... involved) {
        violations.add(new Violation(message, path, List.of(involved)));
    }

    /** Takes over the violations of a part, whose keys lie under {@code prefix}. */
    public void addAll(String prefix, Violations part) {
        for (Violation violation : part.violations) {
            violations.add(new Violation(
                    violation.message,
                    prefix + violation.path,
                    violation.involved.stream().map(key -> prefix + key).toList()));
        }
    }

    public List<Violation> list() {
        return List.copyOf(violations);
    }

    /** Throws what was collected, if anything. */
    public void throwIfAny() {
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException(list());
        }
    }

    /** Settings that break a rule; the loader turns each violation into a problem with its line. */
    public static final class InvalidSettingsException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final transient List<Violation> violations;

        InvalidSettingsException(List<Violation> violations) {
            super(String.join(
                    "\n",
                    violations.stream()
                            .map(violation -> violation.path + ": " + violation.message)
                            .toList()));
            this.violations = violations;
        }

        public List<Violation> violations() {
            return violations;
        }
    }

    /** A number as a user would write it: without a fraction where it has none. */
    public static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
