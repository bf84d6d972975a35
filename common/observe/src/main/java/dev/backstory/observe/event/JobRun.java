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
 * @param audit whether it audits and publishes what the step staged
 * @param tables what is staged, or audited
 * @param days those that were asked for
 */
public record JobRun(
        PipelineConfig config, Step step, boolean audit, List<Table> tables, DayRange days, RunId run, Instant at) {

    /** Such as {@code actions} and {@code actions_dq}, as the tasks of the generated DAGs are called. */
    public String job() {
        return step.id() + (audit ? "_dq" : "");
    }
}
