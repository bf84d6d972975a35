package dev.backstory.dq.page;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values over days as the geometry of an SVG of 360 by 112 units.
 *
 * @param path SVG path through days that follow each other
 * @param dots days that nothing connects
 * @param marked days to point out
 * @param now the day the page is about
 */
public record Sparkline(
        String path,
        List<Dot> dots,
        List<Dot> marked,
        @Nullable Dot now,
        @Nullable Stripe band,
        String first,
        String last,
        String highest,
        String lowest) {
    private static final double LEFT = 6;
    private static final double RIGHT = 354;
    private static final double TOP = 16;
    private static final double BOTTOM = 86;
    private static final int FEWEST_DAYS = 7;

    public record Dot(String x, String y, String title) {}

    public record Stripe(String y, String height) {}

    /**
     * @param to the last day of the axis
     * @param own the value of that day; null when it has none or is among the others
     * @param low lower end of the band; null without one
     * @param isMarked days that get a mark of their own
     */
    static Sparkline of(
            SortedMap<LocalDate, Double> values,
            LocalDate to,
            @Nullable Double own,
            @Nullable Double low,
            @Nullable Double high,
            Predicate<LocalDate> isMarked,
            DoubleFunction<String> text) {
        LocalDate from = to.minusDays(FEWEST_DAYS);
        if (!values.isEmpty() && values.firstKey().isBefore(from)) {
            from = values.firstKey();
        }
        List<Double> all = new ArrayList<>(values.values());
        for (Double more : new Double[] {own, low, high}) {
            if (more != null) {
                all.add(more);
            }
        }
        double least = all.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = all.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double flat = most > least ? 0 : Math.max(Math.abs(most) * 0.1, 0.001);
        Scale scale = new Scale(from, ChronoUnit.DAYS.between(from, to), least - flat, most + flat);
        StringBuilder path = new StringBuilder();
        List<Dot> dots = new ArrayList<>();
        List<Dot> marked = new ArrayList<>();
        for (Map.Entry<LocalDate, Double> entry : values.entrySet()) {
            LocalDate day = entry.getKey();
            boolean goesOn = values.containsKey(day.minusDays(1));
            Dot dot = scale.dot(day, entry.getValue(), text);
            path.append(goesOn ? "L" : "M").append(dot.x()).append(' ').append(dot.y());
            if (isMarked.test(day)) {
                marked.add(dot);
            } else if (!goesOn && !values.containsKey(day.plusDays(1))) {
                dots.add(dot);
            }
        }
        Stripe band = low == null || high == null
                ? null
                : new Stripe(number(scale.y(high)), number(Math.max(1, scale.y(low) - scale.y(high))));
        return new Sparkline(
                path.toString(),
                dots,
                marked,
                own == null ? null : scale.dot(to, own, text),
                band,
                from.toString(),
                to.toString(),
                text.apply(most),
                text.apply(least));
    }

    private record Scale(LocalDate from, long days, double least, double most) {
        double x(LocalDate day) {
            return LEFT + (RIGHT - LEFT) * ChronoUnit.DAYS.between(from, day) / Math.max(1, days);
        }

        double y(double value) {
            return BOTTOM - (BOTTOM - TOP) * (value - least) / (most - least);
        }

        Dot dot(LocalDate day, double value, DoubleFunction<String> text) {
            return new Dot(number(x(day)), number(y(value)), day + ": " + text.apply(value));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
