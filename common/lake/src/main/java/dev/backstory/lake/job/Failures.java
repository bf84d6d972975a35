package dev.backstory.lake.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a step throws into one message and one exit code; a stack trace only where we did not expect it. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static int report(String step, IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (UsageException e) {
            System.err.println(step + ": " + e.getMessage());
            return ExitCode.USAGE;
        } catch (BackstoryException | UncheckedIOException e) {
            System.err.println(step + ": " + e.getMessage());
            LOG.debug("{} failed", step, e);
            return ExitCode.ERROR;
        } catch (RuntimeException | OutOfMemoryError e) {
            System.err.println(step + ": " + explain(e));
            LOG.error("{} failed", step, e);
            return ExitCode.ERROR;
        }
    }

    /** The first cause that says something a user can act on, else the deepest one. */
    static String explain(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BackstoryException) {
                return cause.getMessage();
            }
            if (isFullDisk(cause)) {
                return "Cannot write because the disk is full (" + cause.getMessage()
                        + "); free some space and run it again, nothing was published";
            }
            deepest = cause;
        }
        return "Unexpected failure: " + deepest + "; nothing was published by it";
    }

    private static boolean isFullDisk(Throwable cause) {
        String message = cause.getMessage();
        return (cause instanceof IOException || cause instanceof Error)
                && message != null
                && message.contains("No space left on device");
    }
}
