package dev.backstory.inspect.explain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to say about a customer's rows of a day; {@code --json} prints it as it is. Times are ISO-8601
 * with the offset of the configured zone. Customers and items are written as in the sources: as numbers, or as texts.
 *
 * @param ranking the ranking asked for; null for all
 * @param because one sentence that gives the reason for the verdict
 * @param changes why a rebuild today would not have the same inputs and settings; none when the rows are current
 * @param notListed actions beyond the length that are counted in {@code counts} but not listed
 */
record Explanation(
        LocalDate dt,
        Object customer,
        int customerHash,
        @Nullable String ranking,
        Verdict verdict,
        String because,
        MadeBy madeBy,
        Window window,
        List<String> changes,
        Computed computed,
        Counts counts,
        List<RowLine> rows,
        List<ActionLine> actions,
        long notListed,
        Rejected rejected) {

    enum Verdict {
        /** Every row holds exactly the history computed again. */
        EQUAL,
        /** A row does not, although its inputs and settings have not changed: it is wrong. */
        DIFFERENT,
        /** The inputs or the settings have changed, so the rows cannot be checked, only compared with a rebuild today. */
        STALE,
        /** The customer has no row, and the impressions agree. */
        NO_ROW
    }

    /** The run that made the published rows. */
    record MadeBy(String run, Instant publishedAt, String audit, String report) {}

    /**
     * @param from first dt of the window
     * @param to last dt of the window
     * @param dayBegins actions at this time or later are not in the history
     * @param days days of the window
     * @param publishedDays those of them whose actions are published
     * @param lookedFrom first dt looked at
     * @param lookedTo last dt looked at
     */
    record Window(
            LocalDate from,
            LocalDate to,
            String lookback,
            String zone,
            String dayBegins,
            int days,
            int publishedDays,
            LocalDate lookedFrom,
            LocalDate lookedTo) {}

    /** The history computed from the actions published now, without padding: slot 0 is the newest. */
    record Computed(
            int slots,
            int historyLength,
            @Nullable String newestActionTime,
            List<Object> actions,
            List<Integer> actionTypes) {}

    record Counts(long used, long tooLateByDay, long tooLateByTime, long beyondLength, long tooOld, long rejected) {}

    /**
     * A published row.
     *
     * @param slots length of its arrays
     * @param same whether its history is the one computed
     * @param firstDifferentSlot from 0; null when no slot differs
     * @param inRow what the row has in that slot
     * @param inComputed what the computed history has there
     */
    record RowLine(
            @Nullable String ranking,
            int position,
            Object item,
            @Nullable Integer label,
            int slots,
            int historyLength,
            @Nullable String newestActionTime,
            boolean same,
            @Nullable Integer firstDifferentSlot,
            int differentSlots,
            @Nullable String inRow,
            @Nullable String inComputed) {}

    /**
     * An action that was looked at, newest first.
     *
     * @param slot its place in the history, from 0; null when it has none
     * @param why in words, for an action that is not used; null for one that is
     */
    record ActionLine(
            LocalDate dt,
            String time,
            String type,
            Object item,
            ActionOutcome outcome,
            @Nullable Integer slot,
            @Nullable String why) {}

    /**
     * @param rows rejected rows of the customer
     * @param searched rejected rows that were read
     * @param nobodys those of them whose customer cannot be read
     * @param notSearched rejected rows of the days looked at that were not read, because there are too many
     */
    record Rejected(List<RejectedLine> rows, long searched, long nobodys, long notSearched) {}

    /**
     * @param dt the day, or {@code unknown}
     * @param time as the source wrote it; null where it has none
     * @param item as the source wrote it; null where it has none
     * @param raw the row as JSON text
     */
    record RejectedLine(
            String dt,
            String source,
            @Nullable String time,
            @Nullable String item,
            List<String> reasons,
            String raw) {}
}
