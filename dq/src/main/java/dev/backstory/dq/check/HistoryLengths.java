package dev.backstory.dq.check;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.report.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/** The lengths of a day's histories, counted in the scan that reads the rows anyway, from one small column. */
final class HistoryLengths {
    private static final String FIGURE = "length_up_to_";

    private final String column;
    private final int length;
    private final List<Integer> ends;

    /**
     * @param column SQL of the column
     * @param length slots of a history
     */
    HistoryLengths(String column, int length) {
        this.column = column;
        this.length = length;
        this.ends = List.copyOf(new TreeSet<>(
                Stream.of(0, length / 100, length / 20, length / 10, length / 4, length / 2, length - 1, length)
                        .toList()));
    }

    Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>();
        for (int i = 0; i < ends.size(); i++) {
            figures.put(
                    FIGURE + ends.get(i),
                    expr("count_if(" + column + " between " + start(i) + " and " + ends.get(i) + ")"));
        }
        return figures;
    }

    private int start(int bucket) {
        return bucket == 0 ? 0 : ends.get(bucket - 1) + 1;
    }

    Distribution of(DayStates scan) {
        List<Distribution.Bar> bars = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            if (scan.figure(FIGURE + ends.get(i)) instanceof Long rows) {
                bars.add(new Distribution.Bar(label(i), rows));
            }
        }
        return new Distribution("History lengths", "rows by actions in their history", bars);
    }

    private String label(int bucket) {
        int end = ends.get(bucket);
        if (end == 0) {
            return "none";
        }
        String range = start(bucket) == end
                ? String.format(Locale.ROOT, "%,d", end)
                : String.format(Locale.ROOT, "%,d to %,d", start(bucket), end);
        return end == length ? range + " (full)" : range;
    }
}
