package dev.backstory.spark.ingest;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.state.DaysToBuild;
import dev.backstory.spark.job.JobContext;
import dev.backstory.spark.source.row.RequestedDays;
import java.util.List;
import java.util.Optional;

/** Which of the requested days are built; a line on the console says which are skipped. */
public final class DaySelection {
    private DaySelection() {}

    /** The missing and stale days, or all with {@code --rebuild}; empty when all are current. */
    public static Optional<RequestedDays> of(JobContext context, Table table, String settingsHash) {
        DaysToBuild days = DaysToBuild.of(
                context.lake(), table, context.range(), settingsHash, day -> List.of(), context.rebuild());
        if (!days.current().isEmpty()) {
            context.console().say(table.folder(), skipped(days));
        }
        return days.build().isEmpty() ? Optional.empty() : Optional.of(RequestedDays.of(days.build()));
    }

    private static String skipped(DaysToBuild days) {
        int current = days.current().size();
        String which = current == 1
                ? days.current().get(0) + " is current"
                : current + " of " + (current + days.build().size()) + " days are current ("
                        + days.current().get(0) + " to " + days.current().get(current - 1) + ")";
        return which + (current == 1 ? " and is skipped" : " and are skipped") + "; --rebuild builds "
                + (current == 1 ? "it" : "them") + " again";
    }
}
