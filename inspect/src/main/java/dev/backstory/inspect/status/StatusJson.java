package dev.backstory.inspect.status;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.state.TableState;
import java.util.List;

/**
 * What {@code status --json} prints, member for member.
 *
 * @param range the days looked at, {@code from} and {@code to}; null when the lake knows none
 * @param tables actions, impressions, and the tables of the history step; each with every day
 * @param packs months of actions that have a pack or could have one; empty for a lake without packs
 * @param changed sources of published days whose raw files are not those that were read
 * @param build what has to be built for all to be current
 */
record StatusJson(
        String pipeline,
        String lake,
        DayRange range,
        List<TableState> tables,
        List<PackStatus.Month> packs,
        List<RawChanges.Change> changed,
        Build build) {

    /**
     * @param ranges the shortest ranges, in order
     * @param before days of actions before the range that have to be published first
     * @param shell a command for each range
     * @param airflow a command for each range
     * @param audits commands for days that wait for their audit
     * @param changed commands for days whose raw files have changed
     */
    record Build(
            List<DayRange> ranges,
            List<DayRange> before,
            List<String> shell,
            List<String> airflow,
            List<String> audits,
            List<String> changed) {}

    static StatusJson of(
            PipelineConfig config, String configArgument, LakeState state, PackStatus packs, RawChanges changed) {
        SuggestedCommands remedies = new SuggestedCommands(configArgument, state);
        return new StatusJson(
                config.name(),
                config.lake(),
                state.range(),
                state.tables(),
                packs.months(),
                changed.changes(),
                new Build(
                        state.rebuild().ranges(),
                        state.rebuild().before(),
                        remedies.shell(),
                        remedies.airflow(),
                        remedies.audits(),
                        changed.commands(configArgument)));
    }
}
