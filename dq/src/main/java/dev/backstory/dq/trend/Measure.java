package dev.backstory.dq.trend;

import dev.backstory.core.config.Warning;
import dev.backstory.dq.report.Trend;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a day that is compared with earlier days, or only drawn beside them.
 *
 * @param metric its name among the metrics of reports and publish records
 * @param title what people call it
 * @param floor shares: the least distance from the median that is news, in the unit of the metric; lengths: the same, as a
 *     share of the median; counts have a floor of their own
 * @param warning what it warns of; null when it is only drawn
 * @param hint what may be the reason
 */
public record Measure(
        String metric,
        String title,
        Trend.Kind kind,
        double floor,
        @Nullable Warning warning,
        String hint) {

    public static Measure count(String metric, String title, @Nullable Warning warning, String hint) {
        return new Measure(metric, title, Trend.Kind.COUNT, 0.2, warning, hint);
    }

    public static Measure share(String metric, String title, double floor, @Nullable Warning warning, String hint) {
        return new Measure(metric, title, Trend.Kind.SHARE, floor, warning, hint);
    }

    public static Measure length(String metric, String title, @Nullable Warning warning, String hint) {
        return new Measure(metric, title, Trend.Kind.LENGTH, 0.15, warning, hint);
    }

    /** What the check against earlier days is called. */
    String check() {
        return title + " as on earlier days";
    }
}
