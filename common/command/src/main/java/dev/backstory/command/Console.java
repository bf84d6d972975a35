package dev.backstory.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** The lines a job prints for people: one per stage, with rows and seconds. */
public final class Console {
    private final PrintStream out;
    private final PrintStream problems;

    /** All lines into one stream. */
    public Console(PrintStream out) {
        this(out, out);
    }

    private Console(PrintStream out, PrintStream problems) {
        this.out = out;
        this.problems = problems;
    }

    /** Lines to standard output, problems to standard error. */
    public static Console standard() {
        return new Console(System.out, System.err);
    }

    /** What a job could not do, and what to do about it. */
    public void problem(String text) {
        problems.println(text);
        problems.flush();
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** For example {@code actions   clicks: read 12,345, kept 12,340, rejected 5 (1.2 s)}. */
    public void stage(String step, String what, Duration took) {
        line(String.format(Locale.ROOT, "%-12s %s (%.1f s)", step, what, took.toMillis() / 1000.0));
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
