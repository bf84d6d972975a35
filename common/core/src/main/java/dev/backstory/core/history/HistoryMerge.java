package dev.backstory.core.history;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays the newest actions of each customer beside the customer's impressions, for many days in one pass.
 *
 * <p>All inputs are in the same order of customers. The steps, for one customer with impressions after the other:
 *
 * <ol>
 *   <li>{@code impression heads -> (customer, days)}: the first customer of all heads, and the days that have rows
 *       of it ({@link #activate});
 *   <li>{@code (customer, action heads) -> actions, newest first}: the cursors seek the customer, and those that have
 *       rows of it are merged into one stream ({@link ActionHeads}, {@link NewestFirst});
 *   <li>{@code action -> histories}: each action goes into the histories of all days that may see it, until all are
 *       full; what is left of the customer is skipped by the cursors' next seek ({@link #fill});
 *   <li>{@code histories -> sink}: each history once, then the day's impressions of the customer.
 * </ol>
 *
 * <p>What always holds:
 *
 * <ol>
 *   <li>No row is held, copied or sorted: memory is a row per cursor and {@code days x slots}, whatever one customer
 *       did.
 *   <li>An action that is not before a day's start, or whose dt is outside its window, is in no history of that day:
 *       {@link #append} checks both, and nothing else does.
 *   <li>Days begin one after the other, so the search goes from the last active day back, and ends with the first day
 *       that begins no later than the action.
 *   <li>A history fills in the order of the stream, so its slots are newest first without sorting.
 * </ol>
 */
public final class HistoryMerge {
    private final HistoryDays days;
    private final int slots;
    private final ActionHeads actions;
    private final ImpressionHeads impressions;
    private final NewestFirst merge;
    private final HistorySink sink;
    /** By day; made when the day first has a customer. */
    private final @Nullable History[] histories;
    /** The days on which the current customer has impressions, in their order, and their histories. */
    private final int[] active;

    private int activeCount;
    private long customers;

    /**
     * @param slots the fixed length of a history
     * @param actions cursors before their first rows; the caller closes them
     * @param impressions cursors before their first rows; of one day, in the order in which rows shall come out
     */
    public HistoryMerge(
            HistoryDays days,
            int slots,
            Collection<? extends ActionCursor> actions,
            List<DayImpressions> impressions,
            HistorySink sink)
            throws IOException {
        this.days = days;
        this.slots = slots;
        this.actions = new ActionHeads(actions);
        this.impressions = new ImpressionHeads(impressions);
        this.merge = new NewestFirst(actions.size());
        this.sink = sink;
        this.histories = new History[days.size()];
        this.active = new int[days.size()];
    }

    /** Goes through all customers. Returns how many had impressions. */
    public long run() throws IOException {
        while (impressions.nextCustomer()) {
            customers++;
            activate();
            fill(impressions.hash(), impressions.customerId());
            for (int i = 0; i < activeCount; i++) {
                sink.history(active[i], impressions.customerId(), history(active[i]));
            }
            impressions.drain(sink);
        }
        return customers;
    }

    private void activate() {
        activeCount = impressions.days(active);
        for (int i = 0; i < activeCount; i++) {
            history(active[i]).restart();
        }
    }

    private void fill(int hash, long customerId) throws IOException {
        actions.collect(hash, customerId, merge);
        int open = activeCount;
        while (open > 0 && !merge.isEmpty()) {
            append(merge.top(), merge.topMicros(), open);
            merge.pop(hash, customerId);
            while (open > 0 && history(active[open - 1]).isFull()) {
                open--;
            }
        }
        for (int i = 0; i < activeCount; i++) {
            history(active[i]).pad();
        }
    }

    /** Days are tried from the last back: the first that begins before the action ends the search. */
    private void append(ActionCursor action, long timeMicros, int open) {
        for (int i = open - 1; i >= 0 && days.isBeforeStart(active[i], timeMicros); i--) {
            History history = history(active[i]);
            if (days.isInWindow(active[i], action.epochDay()) && !history.isFull()) {
                history.append(action.itemId(), action.type(), timeMicros);
            }
        }
    }

    private History history(int day) {
        History history = histories[day];
        if (history == null) {
            history = new History(slots);
            histories[day] = history;
        }
        return history;
    }
}
