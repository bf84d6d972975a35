package dev.backstory.dq.trend;

import dev.backstory.dq.report.Trend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where a figure is expected: the median of earlier days, and around it what those days vary by. The spread is the median
 * absolute deviation, so that one odd day among them changes nothing; a floor keeps a very even past from making news of
 * nothing.
 *
 * @param points how many earlier days it comes from
 */
record ExpectedRange(double median, double low, double high, int points) {
    /** Fewer say nothing: the measure is warming up. */
    static final int FEWEST_POINTS = 4;

    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double TO_SIGMA = 1.4826;

    /** Some hundred comparisons a week; at four standard deviations chance alone hardly ever warns. */
    private static final double SIGMAS = 4;

    /** However much the past varied, a tenth of the usual is news. */
    private static final double WIDEST = 0.9;

    /**
     * @param points figures of earlier days
     * @param size rows the figure of the day comes from; a share of few rows varies more
     */
    static Optional<ExpectedRange> of(Measure measure, List<Double> points, double size) {
        if (points.size() < FEWEST_POINTS) {
            return Optional.empty();
        }
        double median = median(points);
        if (median == 0 && measure.kind() != Trend.Kind.SHARE) {
            // A band from 0 to 0 would make news of the first row.
            return Optional.empty();
        }
        double deviation =
                median(points.stream().map(point -> Math.abs(point - median)).toList());
        double spread = SIGMAS * TO_SIGMA * deviation;
        double width = switch (measure.kind()) {
            case COUNT ->
                Math.max(
                        Math.min(spread, WIDEST * median),
                        Math.max(measure.floor() * median, SIGMAS * Math.sqrt(median)));
            case LENGTH -> Math.max(Math.min(spread, WIDEST * median), measure.floor() * median);
            case SHARE ->
                Math.max(
                        spread,
                        Math.max(measure.floor(), SIGMAS * Math.sqrt(median * (1 - median) / Math.max(1, size))));
        };
        double most = measure.kind() == Trend.Kind.SHARE ? 1 : Double.MAX_VALUE;
        return Optional.of(
                new ExpectedRange(median, Math.max(0, median - width), Math.min(most, median + width), points.size()));
    }

    boolean holds(double value) {
        return value >= low && value <= high;
    }

    static double median(List<Double> points) {
        List<Double> sorted = new ArrayList<>(points);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
