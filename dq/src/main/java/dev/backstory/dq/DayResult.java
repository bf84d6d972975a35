package dev.backstory.dq;

import dev.backstory.command.ExitCode;
import dev.backstory.dq.report.AuditReport;
import java.util.Optional;

/**
 * What became of an audited day.
 *
 * @param page path of its report, relative to the lake's root; empty when the report could not be written
 * @param code what the job would exit with if there were no other day
 */
record DayResult(AuditReport report, Optional<String> page, int code) {
    /** A day whose report says the last word on it. */
    static DayResult judged(AuditReport report, String page) {
        int code = switch (report.verdict()) {
            case PASS, WARN -> ExitCode.OK;
            case FAIL -> ExitCode.CHECK_FAILED;
            case ERROR -> ExitCode.ERROR;
        };
        return new DayResult(report, Optional.of(page), code);
    }

    /** A day that passed and may not be published. */
    static DayResult unpublished(AuditReport report, String page) {
        return new DayResult(report, Optional.of(page), ExitCode.ERROR);
    }

    static DayResult unwritten(AuditReport report) {
        return new DayResult(report, Optional.empty(), ExitCode.ERROR);
    }

    /** Of two exit codes the one that counts: an error may pass with a retry, whatever else failed. */
    static int worse(int one, int other) {
        return one == ExitCode.ERROR || other == ExitCode.OK ? one : other;
    }
}
