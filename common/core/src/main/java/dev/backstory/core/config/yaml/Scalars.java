package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.NearMiss;
import dev.backstory.core.config.key.Places;
import dev.backstory.core.config.key.Secret;
import dev.backstory.core.config.key.Violations;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns scalars of the file into values of one type; anything else is a problem. */
final class Scalars {
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
    static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final String A_DAY = "a day such as \"2026-01-01\"";

    /** Days this far back can still be computed; nobody has events older than that. */
    private static final int MOST_YEARS = 100;

    private final Problems problems;
    private final ConfigFolder folder;

    Scalars(Problems problems, ConfigFolder folder) {
        this.problems = problems;
        this.folder = folder;
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
            return report(path, node, "is given", allowed(type, key));
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
                    : report(path, node, "is not a boolean", "true or false");
        }
        if (scalar.kind() != Node.Kind.TEXT && !key.anyScalar()) {
            return report(
                    path,
                    node,
                    "is a " + (scalar.kind() == Node.Kind.BOOLEAN ? "boolean" : "number"),
                    type == String.class ? "a string; quote it" : allowed(type, key));
        }
        return ofText(path, scalar, type, key);
    }

    /** A value of somebody else's settings, as what YAML takes it for; null for nothing. */
    @Nullable
    Object free(String path, Node.Scalar scalar) {
        if (scalar.text().contains("${ENV:")) {
            return report(
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
            return report(path, scalar, "is not a number that can be passed on", "a number, or a text in quotes");
        }
    }

    private @Nullable Object ofText(String path, Node.Scalar scalar, Class<?> type, Key key) {
        if (scalar.text().contains("${ENV:")) {
            return report(
                    path, scalar, "refers to the environment", "a plain value; only url and password of a source may");
        }
        if (type.isEnum()) {
            return constant(path, scalar, type);
        }
        if (type == ZoneId.class) {
            return zone(path, scalar);
        }
        if (type == Period.class) {
            return period(path, scalar);
        }
        if (type == LocalDate.class) {
            return day(path, scalar);
        }
        return text(path, scalar, key);
    }

    private @Nullable Object text(String path, Node.Scalar scalar, Key key) {
        if (scalar.text().isBlank() && !key.anyScalar()) {
            return report(path, scalar, "is empty", key.patternDoc().isEmpty() ? "a string" : key.patternDoc());
        }
        if (!key.pattern().isEmpty() && !scalar.text().matches(key.pattern())) {
            return report(path, scalar, "is not allowed", key.patternDoc());
        }
        return key.path() ? location(path, scalar) : scalar.text();
    }

    /** An absolute local path or a URI, neither with a slash at its end. */
    private @Nullable Object location(String path, Node.Scalar scalar) {
        String written = scalar.text();
        if (written.startsWith("~")) {
            return report(path, scalar, "begins with ~, which is not expanded", "a path or a URI");
        }
        if (written.startsWith("s3:") || written.startsWith("s3n:")) {
            return report(
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
                : report(path, scalar, "leads out of " + folder.root(), "a path in it, or a URI");
    }

    private @Nullable Object integer(String path, Node.Scalar scalar, Class<?> type, Key key) {
        if (scalar.kind() != Node.Kind.INTEGER
                || !INTEGER.matcher(scalar.text()).matches()) {
            return report(path, scalar, "is not an integer", allowed(type, key));
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
        return report(path, scalar, "is out of range", allowed(type, key));
    }

    private @Nullable Object decimal(String path, Node.Scalar scalar, Class<?> type, Key key) {
        if (scalar.kind() == Node.Kind.INTEGER || scalar.kind() == Node.Kind.DECIMAL) {
            try {
                double value = Double.parseDouble(scalar.text().replace("_", ""));
                return value >= key.min() && value <= key.max()
                        ? (Object) value
                        : report(path, scalar, "is out of range", allowed(type, key));
            } catch (NumberFormatException e) {
                return report(path, scalar, "is not a number", allowed(type, key));
            }
        }
        return report(path, scalar, "is not a number", allowed(type, key));
    }

    private @Nullable Object constant(String path, Node.Scalar scalar, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (Names.kebab(constant.toString()).equals(scalar.text())) {
                return constant;
            }
        }
        List<String> names = constants(type);
        return report(path, scalar, "is not allowed", String.join(", ", names) + NearMiss.of(scalar.text(), names));
    }

    private @Nullable Object zone(String path, Node.Scalar scalar) {
        try {
            return ZoneId.of(scalar.text());
        } catch (DateTimeException e) {
            String allowed = "a zone such as UTC or Europe/Berlin";
            return report(
                    path,
                    scalar,
                    "is not a time zone",
                    allowed + NearMiss.of(scalar.text(), ZoneId.getAvailableZoneIds()));
        }
    }

    private @Nullable Object period(String path, Node.Scalar scalar) {
        try {
            Period period = Period.parse(scalar.text());
            if (period.toTotalMonths() > MOST_YEARS * 12
                    || LocalDate.EPOCH.minus(period).isBefore(LocalDate.EPOCH.minusYears(MOST_YEARS))) {
                return report(path, scalar, "is out of range", "periods up to " + MOST_YEARS + " years");
            }
            if (!period.isNegative() && !period.isZero()) {
                return period;
            }
        } catch (DateTimeParseException e) {
            // Reported below, as a period that is not positive is.
        }
        return report(path, scalar, "is not a positive ISO period", "a period such as P1Y, P6M, P2W or P90D");
    }

    private @Nullable Object day(String path, Node.Scalar scalar) {
        try {
            if (DAY.matcher(scalar.text()).matches()) {
                return LocalDate.parse(scalar.text());
            }
        } catch (DateTimeParseException e) {
            // Reported below, as any other text is.
        }
        return report(path, scalar, "is not a day", A_DAY);
    }

    /** The value is never part of the message. */
    private @Nullable Object secret(String path, Node node, Key key) {
        String reference = "a reference to the environment, such as \"${ENV:SHOP_DB_PASSWORD}\"";
        String allowed = key.referenceOnly() ? reference : "a string, which may contain ${ENV:NAME}";
        if (!(node instanceof Node.Scalar scalar) || scalar.kind() == Node.Kind.NOTHING) {
            return report(path, node, "is given", allowed);
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

    private @Nullable Object report(String path, Node node, String reason, String allowed) {
        problems.add(node.line(), path, node.describe() + " " + reason + "; allowed: " + allowed);
        return null;
    }

    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.kebab(constant.toString()))
                .toList();
    }

    private static String allowed(Class<?> type, Key key) {
        if (type == int.class || type == Integer.class || type == long.class) {
            return "an integer" + range(key);
        }
        if (type == double.class || type == Double.class) {
            return "a number" + range(key);
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return String.join(", ", constants(type));
        }
        if (type == ZoneId.class) {
            return "a zone such as UTC or Europe/Berlin";
        }
        if (type == Period.class) {
            return "a period such as P1Y, P6M, P2W or P90D";
        }
        if (type == LocalDate.class) {
            return A_DAY;
        }
        return key.patternDoc().isEmpty() ? "a string" : key.patternDoc();
    }

    private static String range(Key key) {
        if (Double.isInfinite(key.min()) || Double.isInfinite(key.max())) {
            return "";
        }
        return " from " + Violations.number(key.min()) + " to " + Violations.number(key.max());
    }
}
