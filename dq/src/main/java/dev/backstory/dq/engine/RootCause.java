package dev.backstory.dq.engine;

/** Why something could not run, in one line. */
public final class RootCause {
    private static final int LONGEST = 400;

    private RootCause() {}

    /** The deepest cause that says something, without Spark's plan and stack trace. */
    public static String of(Throwable failure) {
        String text = failure.getClass().getSimpleName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank() && !message.startsWith("Job aborted")) {
                text = message;
            }
        }
        String line = text.lines()
                .filter(each -> !each.isBlank())
                .findFirst()
                .orElse(text)
                .strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
