package dev.backstory.dq.day;

import dev.backstory.core.run.StagedDay;
import dev.backstory.core.run.StagedRun;
import java.time.LocalDate;

/** A staged day and the run it belongs to. */
public record AuditDay(StagedRun run, StagedDay day) {
    public LocalDate dt() {
        return day.dt();
    }
}
