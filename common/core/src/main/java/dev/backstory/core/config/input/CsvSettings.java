package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** How a csv source is written, where that is not RFC 4180 in UTF-8 with a header. */
public record CsvSettings(
        @Key(
                doc = "What stands between two fields: one character, tab or space.",
                example = "\";\"",
                defaultValue = "\",\"",
                pattern = "tab|space|[^\\s]",
                patternDoc = "one character, tab or space")
        String separator,

        @Key(
                doc = "What stands around a field and is doubled within: one character, or none.",
                example = "none",
                defaultValue = "'\"'",
                pattern = "none|[^\\s]",
                patternDoc = "one character, or none")
        String quote,

        @Key(
                doc = "The encoding of the files: one that has ASCII in it.",
                example = "windows-1252",
                defaultValue = "UTF-8")
        String encoding,

        @Key(
                doc = "The names of the columns, for files without a header: their first line is a row.",
                example = "[dt, customer_id, item_id, click_time]",
                defaultValue = "[]")
        List<String> header,

        @Key(
                doc = "Texts that mean null, beside the empty field; in quotes or not.",
                example = "[NA, \"\\\\N\"]",
                defaultValue = "[]")
        List<String> nulls) {

    /** RFC 4180 in UTF-8, with a header. */
    public static final CsvSettings STANDARD = new CsvSettings(",", "\"", "UTF-8", List.of(), List.of());

    /** What no field is quoted by. */
    public static final char NO_QUOTE = '\0';

    private static final String ASCII = "\t\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCXYZ[]^_`abcxyz{|}";

    public CsvSettings {
        Violations violations = new Violations();
        if (separator.equals(quote)) {
            violations.add("'" + separator + "' is the quote too; choose another", "separator", "quote");
        }
        if (!isRead(encoding)) {
            violations.add(
                    "'" + encoding
                            + "' is not an encoding that is read; allowed: UTF-8, windows-1252, ISO-8859-1, Shift_JIS and"
                            + " others of Java with ASCII in them (not UTF-16)",
                    "encoding");
        }
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : header) {
            if (!names.add(name)) {
                violations.add("'" + name + "' is there twice; name each column once", "header");
            }
        }
        violations.throwIfAny();
        header = List.copyOf(header);
        nulls = List.copyOf(nulls);
    }

    private static boolean isRead(String encoding) {
        try {
            Charset charset = Charset.forName(encoding);
            return charset.canEncode() && new String(ASCII.getBytes(StandardCharsets.US_ASCII), charset).equals(ASCII);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    public char separatorCharacter() {
        return switch (separator.toLowerCase(Locale.ROOT)) {
            case "tab" -> '\t';
            case "space" -> ' ';
            default -> separator.charAt(0);
        };
    }

    /** {@link #NO_QUOTE} where there is none. */
    public char quoteCharacter() {
        return quote.equals("none") ? NO_QUOTE : quote.charAt(0);
    }

    public Charset charset() {
        return Charset.forName(encoding);
    }
}
