package dev.backstory.command;

import dev.backstory.core.calendar.DayRange;
import java.util.regex.Pattern;

/** A command to copy from a message, complete and quoted for a shell. */
public final class Suggestion {
    /** How a message names the program: as it is started from the root of the repository. */
    public static final String PROGRAM = "bin/backstory";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final String text;

    private Suggestion(String text) {
        this.text = text;
    }

    /** @param command such as {@code run} */
    public static Suggestion of(String command) {
        return new Suggestion(PROGRAM + " " + command);
    }

    /** @param path the config's, as the user gave it */
    public Suggestion config(String path) {
        return option("--config", path);
    }

    /** One day as {@code --dt}, more as {@code --from} and {@code --to}. */
    public Suggestion days(DayRange range) {
        return new Suggestion(text + " " + range.arguments());
    }

    public Suggestion option(String name, Object value) {
        return new Suggestion(text + " " + name + " " + quoted(value.toString()));
    }

    public Suggestion option(String name) {
        return new Suggestion(text + " " + name);
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The whole command, on one line. */
    @Override
    public String toString() {
        return text;
    }
}
