package dev.backstory.dq.page;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import java.time.LocalDate;
import java.util.List;

/** One audit that refused a day: a small file of its own, so that an index of years reads no report. Older ones name the step. */
public record FailedAudit(@JsonAlias("step") Table table, LocalDate dt, RunId run, List<String> checks) {
    public FailedAudit {
        checks = List.copyOf(checks);
    }
}
