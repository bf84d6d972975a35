package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
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

/** The checks of the table {@code actions}. */
public final class ActionsChecks implements TableChecks {
    static final String HASH = "customer_hash = hash(cast(customer_id as bigint))";

    /** The name of the source whose rows have several types. */
    private static final String EVENTS = "events";

    private final SourceChecks sources;
    private final ActionTypes types;
    private final OtherDays otherDays;
    private final IdChecks ids;

    public ActionsChecks(PipelineConfig config, Lake lake, TableRows tables) {
        TableRules rules = config.dq().actions();
        this.types = config.actionTypes();
        this.otherDays = new OtherDays(config.timezone(), types, rules, tables);
        this.sources = new SourceChecks(config, rules, lake, tables);
        this.ids = new IdChecks(config.ids(), lake, tables);
    }

    @Override
    public Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>();
        figures.put(RowCount.NAME, expr("count(1)"));
        for (ActionType type : types.all()) {
            figures.put(type.source(), expr("count_if(action_type = " + type.code() + ")"));
        }
        figures.putAll(otherDays.figures());
        return figures;
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(List.of(
                Expectation.complete("customer_id")
                        .meaning("An action without a customer is in no history; the step rejects such rows."),
                Expectation.complete("item_id").meaning("An action needs an item to learn from."),
                Expectation.complete("action_time").meaning("Without a time an action has no place in a history."),
                Expectation.everyRow("action_type is " + types.codesInWords(), "action_type in (" + types.codes() + ")")
                        .expecting(types.described())
                        .meaning("0 is padding and must never be an action."),
                Expectation.everyRow("item_id is positive", "item_id > 0")
                        .meaning("0 is padding in histories; a negative id is no item."),
                Expectation.everyRow("customer_hash belongs to customer_id", HASH)
                        .expecting("the hash of the customer's own id")
                        .meaning("The files are sorted by it; a wrong one would hide the action from its customer.")));
        checks.addAll(ids.ofRows(Map.of(IdKind.CUSTOMER, "customer_id", IdKind.ITEM, "item_id")));
        Map<String, SourceCount> counts = day.day().sources();
        if (counts.containsKey(EVENTS)) {
            long kept = counts.values().stream().mapToLong(SourceCount::kept).sum();
            checks.add(Expectation.size(
                            "rows of all sources",
                            count(kept) + " rows of any type: those read less those rejected",
                            null,
                            rows -> rows == kept)
                    .meaning("No row is lost or doubled between the sources and the table."));
            return checks;
        }
        for (ActionType type : types.all()) {
            long kept = counts.getOrDefault(type.source(), SourceCount.NONE).kept();
            checks.add(Expectation.size(
                            "rows of " + type.source(),
                            count(kept) + " rows with action_type " + type.code() + ": those read less those rejected",
                            "action_type = " + type.code(),
                            rows -> rows == kept)
                    .meaning("No row is lost or doubled between the source and the table."));
        }
        return checks;
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(sources.of(day));
        checks.add(otherDays.of(day));
        checks.addAll(ids.ofFacts());
        return checks;
    }

    @Override
    public void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        sources.gather(days, scan, facts);
        otherDays.gather(days, scan, facts);
        ids.gather(days, facts);
    }

    @Override
    public Map<String, Double> metrics(AuditDay day, DayStates scan) {
        Map<String, Double> metrics = SourceChecks.metrics(day);
        long rows = RowCount.of(scan);
        metrics.put(RowCount.NAME, (double) rows);
        for (ActionType type : types.all()) {
            if (rows > 0 && scan.figure(type.source()) instanceof Long ofType) {
                metrics.put("share_" + type.source(), (double) ofType / rows);
            }
        }
        return metrics;
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>(List.of(
                Measure.count(RowCount.NAME, "rows", Warning.VOLUME, "is the source complete, and loaded only once?"),
                SourceChecks.REJECTED));
        for (ActionType type : types.all()) {
            measures.add(Measure.share(
                    "share_" + type.source(),
                    "share of " + type.source(),
                    0.05,
                    Warning.TYPE_MIX,
                    "is one of the sources incomplete, or loaded twice?"));
        }
        return measures;
    }

    @Override
    public List<String> keys() {
        return List.of("customer_id", "item_id", "action_time", "action_type");
    }

    @Override
    public List<Distribution> distributions(AuditDay day, DayStates scan, DayFacts facts) {
        List<Distribution.Bar> bars = new ArrayList<>();
        for (ActionType type : types.all()) {
            if (scan.figure(type.source()) instanceof Long rows) {
                bars.add(new Distribution.Bar(type.source() + " (type " + type.code() + ")", rows));
            }
        }
        return bars.isEmpty() ? List.of() : List.of(new Distribution("Action types", "rows of the day", bars));
    }
}
