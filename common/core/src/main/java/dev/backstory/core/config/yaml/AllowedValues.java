package dev.backstory.core.config.yaml;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Names;
import dev.backstory.core.config.key.Violations;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/** What a message says is allowed for a key. */
final class AllowedValues {
    static final String A_ZONE = "a zone such as UTC or Europe/Berlin";
    static final String A_PERIOD = "a period such as P1Y, P6M, P2W or P90D";
    static final String A_DAY = "a day such as \"2026-01-01\"";

    private AllowedValues() {}

    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.kebab(constant.toString()))
                .toList();
    }

    static String of(Class<?> type, Key key) {
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
            return A_ZONE;
        }
        if (type == Period.class) {
            return A_PERIOD;
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
