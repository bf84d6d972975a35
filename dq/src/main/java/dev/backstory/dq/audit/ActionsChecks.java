package dev.backstory.dq.audit;

import static dev.backstory.lake.job.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.StepRules;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The table {@code actions}. */
final class ActionsChecks implements StepChecks {
    static final String VOLUME = "rows compared with the same weekday";
    static final String HASH = "customer_hash = hash(cast(customer_id as bigint))";

    private final SourceChecks sources;

    ActionsChecks(StepRules rules) {
        this.sources = new SourceChecks(rules);
    }

    @Override
    public Map<String, Column> figures() {
        return Map.of(ROWS, expr("count(1)"));
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(List.of(
                Expectation.complete("customer_id"),
                Expectation.complete("item_id"),
                Expectation.complete("action_time"),
                Expectation.everyRow("action_type is 1, 2 or 3", "action_type in (1, 2, 3)"),
                Expectation.everyRow("item_id is positive", "item_id > 0"),
                Expectation.everyRow("customer_hash belongs to customer_id", HASH)));
        for (ActionType type : ActionType.values()) {
            long kept = day.day()
                    .sources()
                    .getOrDefault(type.source(), SourceCount.NONE)
                    .kept();
            checks.add(Expectation.size(
                    "rows of " + type.source(),
                    count(kept) + " rows with action_type " + type.code() + ": those read less those rejected",
                    "action_type = " + type.code(),
                    rows -> rows == kept));
        }
        return checks;
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        return sources.of(day);
    }

    @Override
    public void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        for (AuditDay day : days) {
            sources.gather(day, scan.get(day.dt()), facts.get(day.dt()));
        }
    }

    @Override
    public Map<String, Double> metrics(AuditDay day, DayStates scan) {
        Map<String, Double> metrics = SourceChecks.metrics(day);
        metrics.put(ROWS, (double) RowCountChecks.rows(scan));
        return metrics;
    }

    @Override
    public List<Expectation> ofPast(AuditDay day, Past past, DayFacts facts) {
        List<Double> points = past.sameWeekday(day.dt(), ROWS);
        if (points.size() < Past.FEWEST_POINTS) {
            return List.of();
        }
        double median = Past.median(points);
        facts.put("median_rows", median);
        facts.say(
                VOLUME,
                String.format(
                        Locale.ROOT,
                        "%,d rows; the median of %d earlier %ss is %,.0f",
                        day.day().rows(),
                        points.size(),
                        day.dt().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                        median));
        return List.of(
                Expectation.fact(VOLUME, "rows >= 0.5 * median_rows and rows <= 2 * median_rows", ROWS, "median_rows")
                        .warning()
                        .expecting("between half and twice the median of the same weekday")
                        .withHint("is the source complete, and loaded only once?"));
    }
}
