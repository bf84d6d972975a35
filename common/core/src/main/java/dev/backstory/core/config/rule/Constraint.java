package dev.backstory.core.config.rule;

import dev.backstory.core.config.key.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The Deequ constraints a rule can name, and the keys each needs and allows. */
public enum Constraint {
    IS_COMPLETE("column"),
    HAS_COMPLETENESS("column min"),
    IS_UNIQUE("column"),
    IS_NON_NEGATIVE("column"),
    IS_POSITIVE("column"),
    IS_CONTAINED_IN("column values"),
    HAS_PATTERN("column pattern"),
    HAS_MIN("column bounds"),
    HAS_MAX("column bounds"),
    HAS_MEAN("column bounds"),
    HAS_SUM("column bounds"),
    HAS_STANDARD_DEVIATION("column bounds"),
    HAS_MIN_LENGTH("column bounds"),
    HAS_MAX_LENGTH("column bounds"),
    HAS_SIZE("bounds"),
    HAS_DISTINCT_VALUES("column bounds");

    private final String parameters;

    /** @param parameters the keys it needs; bounds means min, max or both */
    Constraint(String parameters) {
        this.parameters = parameters;
    }

    /** The name in the file, such as {@code has-completeness}. */
    public String key() {
        return Names.kebab(name());
    }

    /** The constraint of this name, if there is one. */
    public static Optional<Constraint> named(String key) {
        return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(Constraint::key).toList();
    }

    public boolean needs(String parameter) {
        return Set.of(parameters.split(" ", -1)).contains(parameter);
    }

    public boolean allows(String parameter) {
        return needs(parameter) || (needsBound() && Set.of("min", "max").contains(parameter));
    }

    /** Whether at least one of min and max is needed. */
    public boolean needsBound() {
        return needs("bounds");
    }
}
