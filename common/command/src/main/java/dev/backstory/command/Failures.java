package dev.backstory.command;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a step throws into one message and one exit code; a stack trace only where we did not expect it. */
public final class Failures {
    private static volatile boolean stopped;

    private Failures() {}

    /** What follows from stopping a process is nobody's news: from here on nothing is reported. */
    public static void stopped() {
        stopped = true;
    }

    public static int report(String step, IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (Exception | OutOfMemoryError e) {
            if (stopped) {
                return ExitCode.ERROR;
            }
            StatusLine.standard().clear();
            System.err.println(Printable.of(step + ": " + message(e)));
            log(step, explain(e).isPresent(), e);
            return code(e);
        }
    }

    /** Where there is no Spark there is no log either: commands that need none, such as a look at a config, do without. */
    private static void log(String step, boolean known, Throwable failure) {
        try {
            Logger log = LoggerFactory.getLogger(Failures.class);
            if (known) {
                log.debug("{} failed", step, failure);
            } else {
                log.error("{} failed", step, failure);
            }
        } catch (NoClassDefFoundError noLog) {
            if (!known) {
                failure.printStackTrace();
            }
        }
    }

    /** The exit code that a failure leads to. */
    public static int code(Throwable failure) {
        return isFinal(failure) ? ExitCode.USAGE : ExitCode.ERROR;
    }

    /** What a failure is reported as. */
    public static String message(Throwable failure) {
        return explain(failure).orElseGet(() -> unexpected(failure));
    }

    private static boolean isFinal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FinalException) {
                return true;
            }
        }
        return false;
    }

    /** What a user can act on, if the failure or one of its causes says it. */
    static Optional<String> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isFullDisk(cause)) {
                return Optional.of("Cannot write because the disk is full; free some space and run it again,"
                        + " nothing was published by it");
            }
            if (cause instanceof BackstoryException || cause instanceof UncheckedIOException) {
                return Optional.ofNullable(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static String unexpected(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return "Unexpected failure: " + deepest + "; nothing was published by it";
    }

    /** Spark repeats an executor's failure as text, so the words count, not the type. */
    private static boolean isFullDisk(Throwable cause) {
        String message = cause.getMessage();
        return message != null && message.contains("No space left on device");
    }
}
