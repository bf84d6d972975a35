package dev.backstory.dq.audit;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The metrics of earlier days: as published, and for days of this very audit as they are about to be. A later day is
 * never looked at, so a day built again is judged by the same past.
 */
final class Past {
    static final int FEWEST_POINTS = 4;
    private static final int MOST_POINTS = 8;
    private static final int WEEKS = 12;
    private static final int DAYS = 28;

    private final NavigableMap<LocalDate, Map<String, Double>> metrics = new TreeMap<>();

    Past(Lake lake, Table table, LocalDate first, LocalDate last) {
        DayRange range = new DayRange(first.minusWeeks(WEEKS), last);
        for (Map.Entry<LocalDate, PublishRecord> day :
                lake.published(table, range).entrySet()) {
            Map<String, Double> of = new HashMap<>(day.getValue().metrics());
            of.putIfAbsent(StepChecks.ROWS, (double) day.getValue().rows());
            metrics.put(day.getKey(), of);
        }
    }

    /** A day of this audit that will be published. */
    void replace(LocalDate dt, Map<String, Double> of) {
        metrics.put(dt, of);
    }

    /** Up to eight values of the same weekday, the newest first. */
    List<Double> sameWeekday(LocalDate dt, String metric) {
        List<Double> points = new ArrayList<>();
        for (int week = 1; week <= WEEKS && points.size() < MOST_POINTS; week++) {
            add(points, metrics.get(dt.minusWeeks(week)), metric);
        }
        return points;
    }

    /**
     * Up to eight values of the latest days of the last four weeks, the newest first, of days whose lookback was
     * covered about as well: while a lake fills, histories grow from day to day and that is no news.
     */
    List<Double> latest(LocalDate dt, String metric) {
        Double covered = of(dt, TrainingChecks.COVERED);
        List<Double> points = new ArrayList<>();
        for (Map<String, Double> day : metrics.subMap(dt.minusDays(DAYS), true, dt, false)
                .descendingMap()
                .values()) {
            boolean alike = covered != null
                    && day.get(TrainingChecks.COVERED) != null
                    && day.get(TrainingChecks.COVERED) >= 0.9 * covered;
            if (alike && points.size() < MOST_POINTS) {
                add(points, day, metric);
            }
        }
        return points;
    }

    /** The day's own value; null when there is none. */
    Double of(LocalDate dt, String metric) {
        Map<String, Double> day = metrics.get(dt);
        return day == null ? null : day.get(metric);
    }

    private static void add(List<Double> points, Map<String, Double> day, String metric) {
        if (day != null && day.get(metric) != null) {
            points.add(day.get(metric));
        }
    }

    static double median(List<Double> points) {
        List<Double> sorted = new ArrayList<>(points);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
