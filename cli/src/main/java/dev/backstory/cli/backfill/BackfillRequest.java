package dev.backstory.cli.backfill;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.failure.UsageException;
import java.time.LocalDate;

/**
 * The days to build, and the DAG that builds them.
 *
 * @param configArgument the config's path as the user gave it
 * @param rebuild whether days that are current are built too
 */
record BackfillRequest(
        PipelineConfig config, String configArgument, GeneratedDag dag, DayRange range, boolean rebuild) {

    BackfillRequest {
        LocalDate today = LocalDate.now(config.timezone());
        if (!range.to().isBefore(today)) {
            throw new UsageException("Cannot backfill " + range + " because " + range.to() + " is not over yet in "
                    + config.timezone() + "; name days up to " + today.minusDays(1));
        }
        if (dag == GeneratedDag.DAILY && range.days().size() > 1) {
            throw new UsageException("Cannot backfill " + range + " with --daily because a run of "
                    + dag.id(config.name()) + " is one day; name it with --dt, or omit --daily");
        }
    }

    String dagId() {
        return dag.id(config.name());
    }
}
