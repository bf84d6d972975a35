package dev.backstory.dq.trend;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.rule.Level;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.report.Trend;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Compares the figures of a day with those of earlier days of the same weekday. */
public final class Anomalies {
    private final List<Measure> measures;
    private final TableRules rules;
    private final PipelineConfig config;
    private final MetricHistory past;

    public Anomalies(List<Measure> measures, PipelineConfig config, TableRules rules, MetricHistory past) {
        this.config = config;
        this.measures = measures;
        this.rules = rules;
        this.past = past;
    }

    /**
     * @param checks what Deequ is asked; nothing for measures that are warming up
     * @param trends every measure beside its past
     * @param fails whether something is unusual that the config counts as a failure
     */
    public record Comparison(List<Expectation> checks, List<Trend> trends, boolean fails) {}

    /** @param metrics the day's own figures; one that is missing is drawn without a value and not judged */
    public Comparison compare(LocalDate dt, Map<String, Double> metrics, DayFacts facts) {
        List<Expectation> checks = new ArrayList<>();
        List<Trend> trends = new ArrayList<>();
        boolean fails = false;
        for (Measure measure : measures) {
            Double value = metrics.get(measure.metric());
            List<Double> points = past.sameWeekday(dt, measure.metric(), metrics.get(DayFacts.COVERED_DAYS));
            Optional<ExpectedRange> band = ExpectedRange.of(measure, points, metrics.getOrDefault(RowCount.NAME, 0.0));
            Trend trend = trend(measure, dt, value, band, points.size());
            trends.add(trend);
            boolean closed = config.calendar().isClosed(dt) && metrics.getOrDefault(RowCount.NAME, 0.0) == 0;
            if (value != null && band.isPresent() && measure.warning() != null && !closed) {
                Level level = rules.levelOf(measure.warning());
                checks.add(check(measure, trend, band.get(), facts).warning(measure.warning(), rules));
                fails |= level == Level.FAIL && !band.get().holds(value);
            }
        }
        return new Comparison(checks, trends, fails);
    }

    private static Trend trend(Measure measure, LocalDate dt, Double value, Optional<ExpectedRange> band, int points) {
        return new Trend(
                measure.metric(),
                measure.title(),
                measure.kind(),
                value,
                band.map(ExpectedRange::median).orElse(null),
                band.map(ExpectedRange::low).orElse(null),
                band.map(ExpectedRange::high).orElse(null),
                points,
                ExpectedRange.FEWEST_POINTS,
                dt.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                measure.warning() != null);
    }

    private static Expectation check(Measure measure, Trend trend, ExpectedRange band, DayFacts facts) {
        String now = "now_" + measure.metric();
        String low = "low_" + measure.metric();
        String high = "high_" + measure.metric();
        facts.put(now, trend.value());
        facts.put(low, band.low());
        facts.put(high, band.high());
        Trend.Kind kind = measure.kind();
        facts.observe(
                measure.check(),
                Observation.of(kind.text(trend.value()) + "; the median of " + band.points() + " earlier "
                        + trend.weekday() + "s is " + kind.text(band.median())));
        return Expectation.fact(measure.check(), now + " >= " + low + " and " + now + " <= " + high, now, low, high)
                .expecting("from " + kind.text(band.low()) + " to " + kind.text(band.high()))
                .withHint(measure.hint())
                .meaning("A day that differs from the same weekday before is often incomplete or loaded twice; a"
                        + " holiday looks the same. The range is the median of earlier published days and what they"
                        + " vary by.");
    }
}
