package dev.backstory.spark.odd;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file (or link, or folder) that was put into a source, and what must become of it.
 *
 * @param name that a message must hold if the step fails for it
 * @param what is odd about it, for a failure of the test
 * @param rows that are in it; none of one that is passed over
 * @param dayOfFolder wins over the days of the rows
 */
record OddFile(
        String name,
        String what,
        List<OddRow> rows,
        Fate fate,
        @Nullable LocalDate dayOfFolder) {
    enum Fate {
        /** Every row is kept or rejected as its defect says. */
        READ,
        /** The step fails, and names it. */
        REFUSED,
        /** One or the other; what is read is read right. */
        EITHER,
        /** One or the other; its rows cannot be told apart, and none is kept. */
        GARBLED
    }
}
