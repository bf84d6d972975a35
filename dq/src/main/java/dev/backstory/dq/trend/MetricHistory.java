package dev.backstory.dq.trend;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of earlier days: as published, and for days of this very audit as they are about to be. A later day is
 * never looked at, so a day built again is judged by the same past.
 */
public final class MetricHistory {
    private static final int MOST_POINTS = 8;
    private static final int WEEKS = 12;
    /** Days drawn before the day itself. */
    private static final int DRAWN = 90;

    private final NavigableMap<LocalDate, EarlierDay> days = new TreeMap<>();

    public MetricHistory(Lake lake, Table table, LocalDate first, LocalDate last) {
        DayRange range = new DayRange(first.minusDays(DRAWN), last);
        for (Map.Entry<LocalDate, PublishRecord> day :
                lake.published(table, range).entrySet()) {
            days.put(day.getKey(), EarlierDay.of(day.getValue()));
        }
    }

    /** A day of this audit that will be published. */
    public void replace(EarlierDay day) {
        days.put(day.dt(), day);
    }

    /** The newest one before a day. */
    public Optional<EarlierDay> dayBefore(LocalDate dt) {
        return Optional.ofNullable(days.lowerEntry(dt)).map(Map.Entry::getValue);
    }

    /**
     * Up to eight values of the same weekday in the last twelve weeks, the newest first. Where days know how much of
     * their lookback was covered, only of days that were covered about as well: while a lake fills, histories grow from
     * day to day and that is no news.
     */
    List<Double> sameWeekday(LocalDate dt, String metric, @Nullable Double covered) {
        List<Double> points = new ArrayList<>();
        for (int week = 1; week <= WEEKS && points.size() < MOST_POINTS; week++) {
            EarlierDay earlier = days.get(dt.minusWeeks(week));
            Map<String, Double> day = earlier == null ? Map.of() : earlier.metrics();
            if (day.get(metric) != null && isAlike(day.get(DayFacts.COVERED_DAYS), covered)) {
                points.add(day.get(metric));
            }
        }
        return points;
    }

    private static boolean isAlike(@Nullable Double covered, @Nullable Double own) {
        return own == null || (covered != null && covered >= 0.9 * own);
    }

    /** The values of up to 90 earlier days, for a picture. */
    public NavigableMap<LocalDate, Double> before(LocalDate dt, String metric) {
        NavigableMap<LocalDate, Double> series = new TreeMap<>();
        days.subMap(dt.minusDays(DRAWN), true, dt, false).forEach((day, of) -> {
            Double value = of.metrics().get(metric);
            if (value != null) {
                series.put(day, value);
            }
        });
        return series;
    }
}
