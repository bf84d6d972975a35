package dev.backstory.core.history;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.DayStarts;
import java.io.IOException;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;

/**
 * Puts the actions of a month's days into one order, and leaves out those that no history of a length can hold.
 *
 * <p>Of one customer's actions with the same {@code dt} and the same day of their time, every history holds either none
 * or the newest it has room for: which {@code dt}s and which times it may see are decided by whole days. So the newest
 * {@code length} of them are all that is ever asked for.
 */
public final class PackMerge {
    private final ActionHeads actions;
    private final NewestFirst merge;
    private final int firstDay;
    private final int length;
    private final DayStarts dayStarts;
    private final ActionSink sink;
    /** Actions kept of the current customer and day of time, by {@code dt}. */
    private final int[] kept;

    private long dayStart;

    /**
     * @param actions cursors before their first rows, of days of the month; the caller closes them
     * @param length of the longest history that may be made of the result
     */
    public PackMerge(
            YearMonth month, ZoneId zone, int length, Collection<? extends ActionCursor> actions, ActionSink sink)
            throws IOException {
        this.actions = new ActionHeads(actions);
        this.merge = new NewestFirst(actions.size());
        this.firstDay = HistoryDays.epochDay(month.atDay(1));
        this.length = length;
        this.dayStarts = new DayStarts(
                new DayRange(month.atDay(1).minusDays(7), month.atEndOfMonth().plusDays(7)), zone);
        this.sink = sink;
        this.kept = new int[month.lengthOfMonth()];
    }

    /** Goes through all customers. Returns how many actions there were; the sink got those that are kept. */
    public long run() throws IOException {
        long read = 0;
        while (actions.collectFirst(merge)) {
            int hash = merge.top().hash();
            long customerId = merge.top().customerId();
            startDay(merge.topMicros());
            while (!merge.isEmpty()) {
                if (keeps(merge.top(), merge.topMicros())) {
                    sink.action(merge.top());
                }
                merge.pop(hash, customerId);
                read++;
            }
        }
        return read;
    }

    private void startDay(long timeMicros) {
        dayStart = dayStarts.startOfDayOf(timeMicros);
        Arrays.fill(kept, 0);
    }

    private boolean keeps(ActionCursor action, long timeMicros) {
        if (timeMicros < dayStart) {
            startDay(timeMicros);
        }
        int dt = action.epochDay() - firstDay;
        if (kept[dt] == length) {
            return false;
        }
        kept[dt]++;
        return true;
    }
}
