package dev.backstory.dq.check;

import dev.backstory.command.Console;
import dev.backstory.command.Count;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.day.AuditDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows that a day's sources delivered, whatever became of them. A day without rows is empty only if nothing has
 * arrived: a row that was rejected, or whose day cannot be read, may belong to the day.
 *
 * @param read rows of the day
 * @param rejected those among them that were rejected
 * @param withoutDay rows of the run whose day cannot be read
 * @param withoutItems impressions of the day without items
 */
record Arrivals(long read, long rejected, long withoutDay, long withoutItems) {
    static final Arrivals NONE = new Arrivals(0, 0, 0, 0);

    static Arrivals of(AuditDay day) {
        SourceCount total = day.day().sources().values().stream().reduce(SourceCount.NONE, SourceCount::plus);
        long withoutDay = day.run().unknownBySource().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Arrivals(
                total.read(), total.rejected(), withoutDay, day.day().withoutItems());
    }

    /** The sources of a day that delivered rows, none of which was kept. */
    static List<String> rejectedWhole(AuditDay day) {
        return day.day().sources().entrySet().stream()
                .filter(source -> source.getValue().kept() == 0)
                .filter(source -> source.getValue().rejected() > 0
                        || day.run().unknownBySource().getOrDefault(source.getKey(), 0L) > 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    long count() {
        return read + withoutDay + withoutItems;
    }

    /** Why a day has no rows. */
    String whyNoRows() {
        List<String> what = new ArrayList<>();
        if (read > 0) {
            what.add(Count.of(read, "row") + " read, " + Console.count(rejected) + " rejected");
        }
        if (withoutDay > 0) {
            what.add(Count.of(withoutDay, "row") + " read whose day cannot be read");
        }
        if (withoutItems > 0) {
            what.add(Count.of(withoutItems, "impression") + " without items");
        }
        return what.isEmpty() ? "has the source arrived?" : String.join("; ", what);
    }
}
