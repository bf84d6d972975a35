package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.Warning;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.SourceCount;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.report.Distribution;
import dev.backstory.dq.trend.Measure;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The checks of the table {@code impressions}: one row per item shown. A ranking_id and a label may be null. */
public final class ImpressionsChecks implements TableChecks {
    private static final String ORDERED = "ordered";
    private static final String NOT_ORDERED = "not_ordered";
    private static final String UNKNOWN = "label_unknown";
    private static final String ORDERED_SHARE = "ordered_share";

    private final SourceChecks sources;
    private final IdChecks ids;

    public ImpressionsChecks(PipelineConfig config, Lake lake, TableRows tables) {
        this.sources = new SourceChecks(config, config.dq().impressions(), lake, tables);
        this.ids = new IdChecks(config.ids(), lake, tables);
    }

    @Override
    public Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>();
        figures.put(RowCount.NAME, expr("count(1)"));
        figures.put(ORDERED, expr("count_if(label = 1)"));
        figures.put(NOT_ORDERED, expr("count_if(label = 0)"));
        figures.put(UNKNOWN, expr("count_if(label is null)"));
        return figures;
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        long kept = day.day().sources().values().stream()
                .mapToLong(SourceCount::kept)
                .sum();
        List<Expectation> checks = new ArrayList<>(List.of(
                Expectation.complete("customer_id")
                        .meaning("An item shown to nobody has no history; the step rejects such impressions."),
                Expectation.complete("impression_pos").meaning("Each item stands at a position of its ranking."),
                Expectation.complete("impression_item_id").meaning("A row is about one item that was shown."),
                Expectation.everyRow("impression_pos is not negative", "impression_pos >= 0")
                        .meaning("Positions count from 0."),
                Expectation.everyRow("impression_item_id is positive", "impression_item_id > 0")
                        .meaning("0 is padding in histories; a negative id is no item."),
                Expectation.everyRow("label is 0, 1 or null", "label is null or label in (0, 1)")
                        .meaning("1 where the item was ordered, 0 where not, null where nobody knows."),
                Expectation.everyRow("customer_hash belongs to customer_id", ActionsChecks.HASH)
                        .expecting("the hash of the customer's own id")
                        .meaning("The files are sorted by it; a wrong one would part the row from its history."),
                Expectation.size(
                                "a row for every item",
                                count(kept) + " rows: the items read less those rejected",
                                null,
                                rows -> rows == kept)
                        .meaning("No item is lost or doubled between the source and the table.")));
        checks.addAll(ids.ofRows(Map.of(IdKind.CUSTOMER, "customer_id", IdKind.ITEM, "impression_item_id")));
        return checks;
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(sources.of(day));
        checks.addAll(ids.ofFacts());
        return checks;
    }

    @Override
    public void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        sources.gather(days, scan, facts);
        ids.gather(days, facts);
    }

    @Override
    public Map<String, Double> metrics(AuditDay day, DayStates scan) {
        Map<String, Double> metrics = SourceChecks.metrics(day);
        long rows = RowCount.of(scan);
        metrics.put(RowCount.NAME, (double) rows);
        if (rows > 0 && scan.figure(ORDERED) instanceof Long ordered) {
            metrics.put(ORDERED_SHARE, (double) ordered / rows);
        }
        return metrics;
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                Measure.count(RowCount.NAME, "rows", Warning.VOLUME, "is the source complete, and loaded only once?"),
                SourceChecks.REJECTED,
                Measure.share(
                        ORDERED_SHARE,
                        "share of items ordered",
                        0.02,
                        Warning.ORDERED_SHARE,
                        "do orders still find their impressions, and have all of the day arrived?"));
    }

    @Override
    public List<String> keys() {
        return List.of("ranking_id", "customer_id", "impression_pos", "impression_item_id", "label");
    }

    @Override
    public List<Distribution> distributions(AuditDay day, DayStates scan, DayFacts facts) {
        if (!(scan.figure(ORDERED) instanceof Long ordered)
                || !(scan.figure(NOT_ORDERED) instanceof Long notOrdered)
                || !(scan.figure(UNKNOWN) instanceof Long unknown)) {
            return List.of();
        }
        return List.of(new Distribution(
                "Labels",
                "items shown",
                List.of(
                        new Distribution.Bar("1, ordered", ordered),
                        new Distribution.Bar("0, not ordered", notOrdered),
                        new Distribution.Bar("null, not known", unknown))));
    }
}
