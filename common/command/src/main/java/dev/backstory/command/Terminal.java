package dev.backstory.command;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person sees who looks at a terminal. {@code bin/backstory} says where there is one; elsewhere is none. */
public final class Terminal {
    private static final Pattern VERDICT = Pattern.compile("\\b(?:PASS|WARN|FAIL|ERROR)\\b");
    private static final Map<String, String> COLORS = Map.of("PASS", "32", "WARN", "33", "FAIL", "31", "ERROR", "31");
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** Whether standard error is a terminal. */
    public static boolean isThere() {
        return Boolean.getBoolean("backstory.terminal");
    }

    static int width() {
        return Integer.getInteger("backstory.terminal.width", USUAL_WIDTH);
    }

    /** Whether standard output is a terminal that shows colors, and its user wants them (no-color.org). */
    static boolean outputHasColors(Map<String, String> environment) {
        return Boolean.getBoolean("backstory.terminal.out")
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    /** The text with its verdicts in their colors. */
    static String colored(String text) {
        Matcher verdicts = VERDICT.matcher(text);
        return verdicts.replaceAll(
                verdict -> "\u001b[" + COLORS.get(verdict.group()) + "m" + verdict.group() + "\u001b[0m");
    }
}
