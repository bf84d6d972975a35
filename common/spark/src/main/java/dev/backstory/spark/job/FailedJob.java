package dev.backstory.spark.job;

import dev.backstory.command.ExitCode;

/** A job that ended with another exit code than 0 in a process that is not its own, for whoever sees the exception alone. */
public final class FailedJob extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    FailedJob(String job, int code) {
        super(inWords(job, code) + "; its own messages are in the driver's standard error output");
        this.code = code;
    }

    /** What became of a job that ended with another exit code than 0. */
    static String inWords(String job, int code) {
        return "backstory " + job + " ended with exit code " + code + ", " + meaning(code);
    }

    public int code() {
        return code;
    }

    private static String meaning(int code) {
        return switch (code) {
            case ExitCode.USAGE -> "something has to be changed first (usage, config, a source)";
            case ExitCode.CHECK_FAILED -> "a day failed its audit, and another try would end the same way";
            default -> "an error that may pass: try again";
        };
    }
}
