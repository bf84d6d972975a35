package dev.backstory.spark.ingest;

import dev.backstory.core.contract.Table;
import dev.backstory.lake.state.DaysToBuild;
import dev.backstory.spark.job.JobContext;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which of the days asked for are built, said in one line where some are left out. */
public final class DaySelection {
    private DaySelection() {}

    /** The missing and stale days, or all with {@code --rebuild}; empty when all are current. */
    public static SortedSet<LocalDate> of(JobContext context, Table table, String settingsHash) {
        DaysToBuild days = DaysToBuild.of(
                context.lake(), table, context.range(), settingsHash, day -> List.of(), context.rebuild());
        if (!days.current().isEmpty()) {
            context.console().say(table.folder(), skipped(days));
        }
        return new TreeSet<>(days.build());
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
