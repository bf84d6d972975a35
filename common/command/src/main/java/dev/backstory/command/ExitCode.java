package dev.backstory.command;

/** What a process tells its caller. A scheduler retries 1 and nothing else. */
public final class ExitCode {
    public static final int OK = 0;
    /** An error that may pass: a lost disk, a replaced input, an audit that could not run. */
    public static final int ERROR = 1;
    /** Wrong usage or a wrong config. */
    public static final int USAGE = 2;
    /** An audit judged a day and refused it. */
    public static final int AUDIT_FAILED = 3;

    private ExitCode() {}
}
