package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.NearMiss;
import dev.backstory.core.config.key.Places;
import dev.backstory.core.config.key.Secret;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns scalars of the file into values of one type; anything else is a problem. */
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");

    private final Problems problems;
    private final ConfigFolder folder;
    private final TimeScalars times;

    Scalars(Problems problems, ConfigFolder folder) {
        this.problems = problems;
        this.folder = folder;
        this.times = new TimeScalars(problems);
    }

    static boolean isScalar(Class<?> type) {
        return type.isPrimitive()
                || type.isEnum()
                || Set.of(
                                String.class,
                                Integer.class,
                                Double.class,
                                ZoneId.class,
                                Period.class,
                                LocalDate.class,
                                Secret.class)
                        .contains(type);
    }

    /** The value, or null after a problem was reported. */
    @Nullable
    Object read(String path, Node node, Class<?> type, Key key) {
        if (type == Secret.class) {
            return secret(path, node, key);
        }
        if (!(node instanceof Node.Scalar scalar) || scalar.kind() == Node.Kind.NOTHING) {
            return problems.report(path, node, "is given", AllowedValues.of(type, key));
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return integer(path, scalar, type, key);
        }
        if (type == double.class || type == Double.class) {
            return decimal(path, scalar, type, key);
        }
        if (type == boolean.class) {
            return scalar.kind() == Node.Kind.BOOLEAN
                    ? Boolean.valueOf(scalar.text())
                    : problems.report(path, node, "is not a boolean", "true or false");
        }
        if (scalar.kind() != Node.Kind.TEXT && !key.anyScalar()) {
            return problems.report(
                    path,
                    node,
                    "is a " + (scalar.kind() == Node.Kind.BOOLEAN ? "boolean" : "number"),
                    type == String.class ? "a string; quote it" : AllowedValues.of(type, key));
        }
        return ofText(path, scalar, type, key);
    }

    /** A value of somebody else's settings, as what YAML takes it for; null for nothing. */
    @Nullable
    Object free(String path, Node.Scalar scalar) {
        if (scalar.text().contains("${ENV:")) {
            return problems.report(
                    path, scalar, "refers to the environment", "a plain value; only url and password of a source may");
        }
        try {
            return switch (scalar.kind()) {
                case TEXT -> scalar.text();
                case BOOLEAN -> Boolean.valueOf(scalar.text());
                case INTEGER -> Long.valueOf(scalar.text().replace("_", ""));
                case DECIMAL -> Double.valueOf(scalar.text().replace("_", ""));
                case NOTHING, ALIAS -> null;
            };
        } catch (NumberFormatException e) {
            return problems.report(
                    path, scalar, "is not a number that can be passed on", "a number, or a text in quotes");
        }
    }

    private @Nullable Object ofText(String path, Node.Scalar scalar, Class<?> type, Key key) {
        if (scalar.text().contains("${ENV:")) {
            return problems.report(
                    path, scalar, "refers to the environment", "a plain value; only url and password of a source may");
        }
        if (type.isEnum()) {
            return constant(path, scalar, type);
        }
        if (type == ZoneId.class) {
            return times.zone(path, scalar);
        }
        if (type == Period.class) {
            return times.period(path, scalar);
        }
        if (type == LocalDate.class) {
            return times.day(path, scalar);
        }
        return text(path, scalar, key);
    }

    private @Nullable Object text(String path, Node.Scalar scalar, Key key) {
        if (scalar.text().isBlank() && !key.anyScalar()) {
            return problems.report(
                    path, scalar, "is empty", key.patternDoc().isEmpty() ? "a string" : key.patternDoc());
        }
        if (!key.pattern().isEmpty() && !scalar.text().matches(key.pattern())) {
            return problems.report(path, scalar, "is not allowed", key.patternDoc());
        }
        return key.path() ? location(path, scalar) : scalar.text();
    }

    /** An absolute local path or a URI, neither with a slash at its end. */
    private @Nullable Object location(String path, Node.Scalar scalar) {
        String written = scalar.text();
        if (written.startsWith("~")) {
            return problems.report(path, scalar, "begins with ~, which is not expanded", "a path or a URI");
        }
        if (written.startsWith("s3:") || written.startsWith("s3n:")) {
            return problems.report(
                    path,
                    scalar,
                    "has a scheme that Spark does not read",
                    "a path, hdfs:// or s3a://. Did you mean 's3a" + written.substring(written.indexOf(':')) + "'?");
        }
        if (Places.isUri(written)) {
            return Places.withoutEnd(written);
        }
        Optional<String> resolved = folder.resolve(written);
        return resolved.isPresent()
                ? resolved.get()
                : problems.report(path, scalar, "leads out of " + folder.root(), "a path in it, or a URI");
    }

    private @Nullable Object integer(String path, Node.Scalar scalar, Class<?> type, Key key) {
        if (scalar.kind() != Node.Kind.INTEGER
                || !INTEGER.matcher(scalar.text()).matches()) {
            return problems.report(path, scalar, "is not an integer", AllowedValues.of(type, key));
        }
        try {
            long value = Long.parseLong(scalar.text().replace("_", ""));
            boolean fits = type == long.class || value == (int) value;
            if (fits && value >= key.min() && value <= key.max()) {
                return type == long.class ? (Object) value : (Object) (int) value;
            }
        } catch (NumberFormatException e) {
            // More digits than a long holds: out of range like any other.
        }
        return problems.report(path, scalar, "is out of range", AllowedValues.of(type, key));
    }

    private @Nullable Object decimal(String path, Node.Scalar scalar, Class<?> type, Key key) {
        if (scalar.kind() == Node.Kind.INTEGER || scalar.kind() == Node.Kind.DECIMAL) {
            try {
                double value = Double.parseDouble(scalar.text().replace("_", ""));
                return value >= key.min() && value <= key.max()
                        ? (Object) value
                        : problems.report(path, scalar, "is out of range", AllowedValues.of(type, key));
            } catch (NumberFormatException e) {
                return problems.report(path, scalar, "is not a number", AllowedValues.of(type, key));
            }
        }
        return problems.report(path, scalar, "is not a number", AllowedValues.of(type, key));
    }

    private @Nullable Object constant(String path, Node.Scalar scalar, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (Names.kebab(constant.toString()).equals(scalar.text())) {
                return constant;
            }
        }
        List<String> names = AllowedValues.constants(type);
        return problems.report(
                path, scalar, "is not allowed", String.join(", ", names) + NearMiss.of(scalar.text(), names));
    }

    /** The value is never part of the message. */
    private @Nullable Object secret(String path, Node node, Key key) {
        String reference = "a reference to the environment, such as \"${ENV:SHOP_DB_PASSWORD}\"";
        String allowed = key.referenceOnly() ? reference : "a string, which may contain ${ENV:NAME}";
        if (!(node instanceof Node.Scalar scalar) || scalar.kind() == Node.Kind.NOTHING) {
            return problems.report(path, node, "is given", allowed);
        }
        if (key.referenceOnly() && !Secret.isReference(scalar.text())) {
            problems.add(node.line(), path, "a secret must not be in the file; allowed: " + reference);
            return null;
        }
        if (scalar.text().isBlank() || !Secret.wellFormed(scalar.text())) {
            problems.add(
                    node.line(),
                    path,
                    scalar.text().isBlank()
                            ? "is empty; allowed: " + allowed
                            : "has a malformed reference; allowed: ${ENV:NAME}");
            return null;
        }
        return Secret.of(scalar.text());
    }
}
