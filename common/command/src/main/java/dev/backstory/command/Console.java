package dev.backstory.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** The lines a job prints for people: one per stage, with rows and seconds. */
public final class Console {
    private final PrintStream out;
    private final PrintStream problems;
    private final boolean quiet;
    private final boolean colors;

    /** All lines into one stream. */
    public Console(PrintStream out) {
        this(out, out, false, false);
    }

    Console(PrintStream out, PrintStream problems, boolean quiet, boolean colors) {
        this.out = out;
        this.problems = problems;
        this.quiet = quiet;
        this.colors = colors;
    }

    /** Lines to standard output, problems to standard error. */
    public static Console standard() {
        return new Console(System.out, System.err, Verbosity.isQuiet(), Terminal.outputHasColors(System.getenv()));
    }

    /** What a job could not do, and what to do about it. */
    public void problem(String text) {
        StatusLine.standard().clear();
        problems.println(Printable.of(text));
        problems.flush();
    }

    public void line(String text) {
        StatusLine.standard().clear();
        String printable = Printable.of(text);
        out.println(colors ? Terminal.colored(printable) : printable);
        out.flush();
    }

    /** A line of a step, its name in its own column: {@code actions      2 days are current}. Not when it is quiet. */
    public void say(String step, String text) {
        if (!quiet) {
            attention(step, text);
        }
    }

    /** Such a line that is said always. */
    public void attention(String step, String text) {
        line(String.format(Locale.ROOT, "%-12s %s", step, text));
    }

    /** Such a line with the time it took: {@code actions      clicks: read 12,345, kept 12,340, rejected 5 (1.2 s)}. */
    public void stage(String step, String what, Duration took) {
        say(step, String.format(Locale.ROOT, "%s (%.1f s)", what, took.toMillis() / 1000.0));
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
