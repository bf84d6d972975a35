package dev.backstory.command;

import java.io.PrintStream;

/**
 * The last line of a terminal, which says how far something is and is written again and again. Lines that stay are printed
 * in its place: whoever prints one takes it away first.
 */
public final class StatusLine {
    private static final StatusLine STANDARD = new StatusLine(System.err, Terminal.width());
    private static final String TO_THE_END = "\u001b[K";

    private final PrintStream terminal;
    private final int width;
    private boolean shown;

    StatusLine(PrintStream terminal, int width) {
        this.terminal = terminal;
        this.width = width;
    }

    /** That of standard error. */
    public static StatusLine standard() {
        return STANDARD;
    }

    public synchronized void show(String text) {
        // A line that fills the terminal would begin another.
        String line = Printable.of(text);
        terminal.print("\r" + line.substring(0, Math.min(line.length(), width - 1)) + TO_THE_END);
        terminal.flush();
        shown = true;
    }

    public synchronized void clear() {
        if (shown) {
            terminal.print("\r" + TO_THE_END);
            terminal.flush();
            shown = false;
        }
    }
}
