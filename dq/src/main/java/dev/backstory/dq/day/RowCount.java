package dev.backstory.dq.day;

import dev.backstory.dq.engine.DayStates;
import org.jspecify.annotations.Nullable;

/** How many rows the files of a day hold: the one figure that every table's scan counts. */
public final class RowCount {
    /** The name of the figure, of the fact and of the metric. */
    public static final String NAME = "rows";

    private RowCount() {}

    /** Rows in the files; 0 also when they could not be read. */
    public static long of(DayStates scan) {
        return scan.figure(NAME) instanceof Long rows ? rows : 0;
    }

    /** Why the files could not be read; null when they could. */
    public static @Nullable String problem(DayStates scan) {
        return scan.figureError(NAME);
    }
}
