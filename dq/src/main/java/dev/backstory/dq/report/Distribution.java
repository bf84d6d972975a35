package dev.backstory.dq.report;

import java.util.List;

/**
 * How the rows of a day fall into groups.
 *
 * @param note what was counted
 */
public record Distribution(String title, String note, List<Bar> bars) {
    public record Bar(String label, long count) {}

    public Distribution {
        bars = List.copyOf(bars);
    }

    public long total() {
        return bars.stream().mapToLong(Bar::count).sum();
    }
}
