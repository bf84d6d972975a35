package dev.backstory.dq.audit;

import static dev.backstory.lake.job.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.StepRules;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The table {@code impressions}: a row per item shown. A ranking_id and a label may be null. */
final class ImpressionsChecks implements StepChecks {
    private final SourceChecks sources;

    ImpressionsChecks(StepRules rules) {
        this.sources = new SourceChecks(rules);
    }

    @Override
    public Map<String, Column> figures() {
        return Map.of(ROWS, expr("count(1)"));
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        long kept = day.day().sources().values().stream()
                .mapToLong(SourceCount::kept)
                .sum();
        return List.of(
                Expectation.complete("customer_id"),
                Expectation.complete("impression_pos"),
                Expectation.complete("impression_item_id"),
                Expectation.everyRow("impression_pos is not negative", "impression_pos >= 0"),
                Expectation.everyRow("impression_item_id is positive", "impression_item_id > 0"),
                Expectation.everyRow("label is 0, 1 or null", "label is null or label in (0, 1)"),
                Expectation.everyRow("customer_hash belongs to customer_id", ActionsChecks.HASH),
                Expectation.size(
                        "a row for every item",
                        count(kept) + " rows: the items read less those refused",
                        null,
                        rows -> rows == kept));
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
        return List.of();
    }
}
