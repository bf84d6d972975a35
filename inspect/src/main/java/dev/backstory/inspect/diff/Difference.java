package dev.backstory.inspect.diff;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two runs of a day; {@code --json} prints them as they are.
 *
 * @param same whether both sides have the same rows, in columns of the same names and types
 * @param columns columns that differ in name or type
 * @param inputs input days that differ
 */
record Difference(
        String table,
        LocalDate dt,
        boolean same,
        Side left,
        Side right,
        Rows rows,
        Changes changed,
        boolean settingsDiffer,
        List<Pair> columns,
        List<Pair> inputs,
        Examples examples) {

    /** @param at when it was published or staged */
    record Side(String run, RunDay.State state, Instant at, long rows, String settingsHash) {}

    /**
     * @param added rows that only the right side has
     * @param removed rows that only the left side has
     * @param changed rows of the same ranking, customer, position and item that differ otherwise
     * @param customers the customers of all rows that differ
     */
    record Rows(long equal, long added, long removed, long changed, long customers) {
        boolean isSame() {
            return added + removed + changed == 0;
        }
    }

    /**
     * The numbers of changed rows with other labels, with other slots, and with another history_length or
     * newest_action_time.
     */
    record Changes(long labels, long histories, long lengthsOrNewestTimes) {}

    /** @param what the column or day; a side is null if it does not have it */
    record Pair(
            String what, @Nullable String left, @Nullable String right) {}

    /** The first rows of each kind, in the order of the table. */
    record Examples(
            List<Map<String, Object>> added, List<Map<String, Object>> removed, List<Map<String, Object>> changed) {}
}
