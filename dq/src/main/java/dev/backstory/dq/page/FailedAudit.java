package dev.backstory.dq.page;

import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import java.time.LocalDate;
import java.util.List;

/**
 * An audit that failed a day, in a small separate file, so that an index of years reads no report.
 *
 * @param checks the checks that failed or could not be judged
 */
public record FailedAudit(Table table, LocalDate dt, RunId run, List<String> checks) {
    public FailedAudit {
        checks = List.copyOf(checks);
    }
}
