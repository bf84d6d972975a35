package dev.backstory.dq.page;

import dev.backstory.core.contract.Step;
import dev.backstory.core.run.RunId;
import java.time.LocalDate;
import java.util.List;

/** One audit that refused a day: a small file of its own, so that an index of years reads no report. */
public record RefusedAudit(Step step, LocalDate dt, RunId run, List<String> checks) {
    public RefusedAudit {
        checks = List.copyOf(checks);
    }
}
