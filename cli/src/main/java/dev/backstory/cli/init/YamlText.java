package dev.backstory.cli.init;

import dev.backstory.core.json.JsonText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts as YAML scalars: plain if YAML cannot take them for anything else, in quotes otherwise. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./ :$()'=<>-]*");
    private static final Pattern IN_FLOW = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./ -]*");
    private static final Pattern NUMBER = Pattern.compile("[-+.0-9][-+.0-9eExXoOa-fA-F_:]*");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private YamlText() {}

    /** A value on a line of its own. */
    static String plain(String text) {
        return PLAIN.matcher(text).matches() && !text.contains(": ") && isText(text) ? text : JsonText.quote(text);
    }

    /** A name or value between commas and braces. */
    static String inFlow(String text) {
        return IN_FLOW.matcher(text).matches() && isText(text) ? text : JsonText.quote(text);
    }

    private static boolean isText(String text) {
        return !WORDS.contains(text.toLowerCase(Locale.ROOT))
                && !NUMBER.matcher(text).matches()
                && !text.endsWith(" ")
                && !text.endsWith(":");
    }
}
