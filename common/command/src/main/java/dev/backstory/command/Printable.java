package dev.backstory.command;

import java.util.Locale;

/**
 * Text that a terminal only shows. Values and names from data may hold what a terminal obeys: escape sequences that
 * color, move, clear or answer, and marks that turn the direction of what follows.
 */
public final class Printable {
    private Printable() {}

    /** The text with such characters as {@code \}{@code u001b}. Lines stay lines. */
    public static String of(String text) {
        int first = firstObeyed(text);
        if (first == text.length()) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.substring(0, first));
        text.substring(first).codePoints().forEach(c -> {
            if (isObeyed(c)) {
                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    private static int firstObeyed(String text) {
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (isObeyed(c)) {
                return at;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    private static boolean isObeyed(int c) {
        if ((c >= ' ' && c < 0x7f) || c == '\n' || c == '\t') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> isDirection(c);
        };
    }

    private static boolean isDirection(int c) {
        return switch (c) {
            case 0x061c, 0x200e, 0x200f -> true;
            default -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        };
    }
}
