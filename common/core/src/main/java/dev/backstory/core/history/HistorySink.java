package dev.backstory.core.history;

import java.io.IOException;

/** Takes the result of a {@link HistoryMerge}: per customer and day a history once, then each row beside it. */
public interface HistorySink {
    /**
     * A customer's history for a day; the day's rows that follow are this customer's, until the day's next history.
     *
     * @param day index of the day in {@link HistoryDays}
     * @param history valid during this call only
     */
    void history(int day, long customerId, History history) throws IOException;

    /** @param row on the row; the sink must not move it */
    void impression(int day, ImpressionCursor row) throws IOException;
}
