package dev.backstory.cli.init.column;

import dev.backstory.core.config.ids.IdType;
import dev.backstory.core.contract.IdKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the ids of a kind are numbers or texts.
 *
 * @param why they are texts; null for numbers
 */
public record IdGuess(IdType type, @Nullable String why) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]+[.]0+|-?[0-9.]+[eE][+-]?[0-9]+");

    /** Digits that any 64-bit integer may have. */
    private static final int MOST_DIGITS = 18;

    private static final int LONGEST_SHOWN = 40;

    /** @param columns of all sources */
    public static IdGuess of(IdKind kind, List<ColumnProfile> columns) {
        for (ColumnProfile column : columns) {
            Optional<String> text = column.values().stream()
                    .filter(value -> !isNumber(kind, value))
                    .findFirst();
            // A few broken ids among numbers will be rejected; they do not make texts of the others.
            if (text.isPresent() && !column.isMostly(value -> isNumber(kind, value))) {
                return new IdGuess(IdType.TEXT, why(column.name(), text.get()));
            }
            Optional<String> odd = column.values().stream()
                    .filter(value -> NUMBER.matcher(value).matches() && !isNumber(kind, value))
                    .findFirst();
            if (odd.isPresent()) {
                return new IdGuess(IdType.TEXT, why(column.name(), odd.get()));
            }
        }
        return new IdGuess(IdType.NUMBER, null);
    }

    private static boolean isNumber(IdKind kind, String value) {
        boolean isPlain = NUMBER.matcher(value).matches()
                && value.length() <= MOST_DIGITS
                && !value.startsWith("+")
                && !(value.length() > 1 && value.charAt(value.charAt(0) == '-' ? 1 : 0) == '0');
        return isPlain && (kind == IdKind.CUSTOMER || Long.parseLong(value) > 0);
    }

    private static String why(String column, String value) {
        String shown = column + " '"
                + (value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value) + "' ";
        if (FRACTION.matcher(value).matches()) {
            return shown + "is written as a fraction: make sure that other sources spell it the same";
        }
        if (!NUMBER.matcher(value).matches()) {
            return shown + "is no number";
        }
        if (value.length() > MOST_DIGITS) {
            return shown + "has more than " + MOST_DIGITS + " digits";
        }
        return shown
                + (value.matches("[+-]?0+[0-9]+")
                        ? "begins with a 0, which a number would lose"
                        : "is no positive number");
    }
}
