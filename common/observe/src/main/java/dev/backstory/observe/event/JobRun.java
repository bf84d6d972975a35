package dev.backstory.observe.event;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.RunId;
import java.time.Instant;
import java.util.List;

/**
 * One execution of a step, or of the audit of a step.
 *
 * @param audit whether it audits and publishes the days that the step staged
 * @param tables the tables that are staged, or audited
 * @param days the requested days
 */
public record JobRun(
        PipelineConfig config, Step step, boolean audit, List<Table> tables, DayRange days, RunId run, Instant at) {

    /** The job's name, as the tasks of the generated DAGs are called, such as {@code actions} or {@code actions_dq}. */
    public String job() {
        return step.id() + (audit ? "_dq" : "");
    }
}
