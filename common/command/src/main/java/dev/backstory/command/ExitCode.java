package dev.backstory.command;

/** How a process ends, for its caller. A scheduler retries {@link #ERROR} and nothing else. */
public final class ExitCode {
    public static final int OK = 0;
    /** An error that may pass: a lost disk, a replaced input, an audit that could not run. */
    public static final int ERROR = 1;
    /** Nothing that another try cures: wrong usage, a wrong config, a source that is not what the config says. */
    public static final int USAGE = 2;
    /** All was checked, and something is not as it should be: a day failed its audit, or two things differ. */
    public static final int CHECK_FAILED = 3;

    private ExitCode() {}
}
