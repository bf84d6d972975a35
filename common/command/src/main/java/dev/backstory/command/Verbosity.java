package dev.backstory.command;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How much a command says: for every command of a command line. */
public final class Verbosity {
    static final String QUIET = "backstory.quiet";

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say only what needs attention, and what was asked for.")
    void quiet(boolean quiet) {
        System.setProperty(QUIET, Boolean.toString(quiet));
    }

    /** Loggers are set up when the first is asked for, which is after the arguments were read. */
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say what Spark logs, too, and where in the program an error arose.")
    void verbose(boolean verbose) {
        if (verbose) {
            System.setProperty("backstory.log", "info");
            System.setProperty("backstory.log.failures", "debug");
        }
    }

    /** Whether {@code -q} was given. */
    public static boolean isQuiet() {
        return Boolean.getBoolean(QUIET);
    }
}
