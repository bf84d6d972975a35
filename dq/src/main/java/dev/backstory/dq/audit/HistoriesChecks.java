package dev.backstory.dq.audit;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.StepRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.Reason;
import dev.backstory.dq.report.Distribution;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/** The table {@code histories}. */
final class HistoriesChecks implements StepChecks {
    private static final String WITHOUT = "share_without_history";
    private static final String MEAN_LENGTH = "mean_history_length";

    private final PipelineConfig config;
    private final Lake lake;
    private final CustomersComparison comparison;
    private final Replay replay;
    private final HistoryLengths lengths;
    private final StepRules rules;

    HistoriesChecks(PipelineConfig config, SparkSession spark, Lake lake, TableRows tables) {
        int length = config.history().length();
        this.config = config;
        this.lake = lake;
        this.comparison = new CustomersComparison(tables, lake);
        this.lengths = new HistoryLengths("size(actions)", length);
        this.rules = config.dq().histories();
        this.replay = new Replay(spark, tables, config.history(), ReplayedRows.ofHistories(length));
    }

    @Override
    public Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>(comparison.figures());
        figures.put(ROWS, expr("count(1)"));
        figures.put(WITHOUT, expr("avg(if(size(actions) = 0, 1.0D, 0.0D))"));
        figures.put(MEAN_LENGTH, expr("avg(size(actions))"));
        figures.putAll(lengths.figures());
        return figures;
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        return new HistoriesRowChecks(config.history().length(), day.run().schema()).all();
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(RowCountChecks.of(rules.allowEmpty()));
        checks.add(Expectation.fact(
                        CustomersComparison.CHECK,
                        CustomersComparison.MISSING + " = 0 and " + CustomersComparison.EXTRA + " = 0",
                        CustomersComparison.MISSING,
                        CustomersComparison.EXTRA)
                .expecting("every customer of impressions once, also those without history, and no other")
                .meaning("Readers join impressions with these rows: a lost customer loses all rows of theirs, a doubled"
                        + " one doubles them.")
                .withHint("the history step lost or doubled customers: build the day again and report it as a bug"));
        checks.add(Expectation.fact(
                        Replay.CHECK,
                        Replay.MISMATCHES + " = 0 and (" + Replay.ROWS + " > 0 or " + ROWS + " = 0)",
                        Replay.MISMATCHES,
                        Replay.ROWS,
                        ROWS)
                .expecting("every slot as plain SQL computes it from the actions published before the day")
                .meaning("No look into the future, and nothing missing: the histories are computed a second time, in"
                        + " another way, and compared slot by slot.")
                .withHint("a leak from the future, a lost action or a wrong order: never train on these rows; build the"
                        + " day again and report it as a bug"));
        checks.add(Coverage.of(day, config, rules));
        return checks;
    }

    @Override
    public void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        RecordedInputs inputs = new RecordedInputs(lake, days);
        List<AuditDay> comparable = new ArrayList<>();
        List<AuditDay> replayable = new ArrayList<>();
        for (AuditDay day : days) {
            DayFacts of = facts.get(day.dt());
            RowCountChecks.gather(day, scan.get(day.dt()), of);
            Coverage.gather(day, of);
            String unread = scan.get(day.dt()).figureError(ROWS);
            if (unread != null) {
                fail(of, unread, CustomersComparison.MISSING, CustomersComparison.EXTRA, Replay.MISMATCHES);
                continue;
            }
            inputs.problem(day, Table.IMPRESSIONS)
                    .ifPresentOrElse(
                            problem -> fail(of, problem, CustomersComparison.MISSING, CustomersComparison.EXTRA),
                            () -> comparable.add(day));
            inputs.problem(day, Table.ACTIONS)
                    .ifPresentOrElse(
                            problem -> fail(of, problem, Replay.MISMATCHES, Replay.ROWS), () -> replayable.add(day));
        }
        Narrowing.run(
                comparable,
                part -> compare(part, inputs, scan, facts),
                (day, failure) -> fail(
                        facts.get(day.dt()),
                        Reason.of(failure),
                        CustomersComparison.MISSING,
                        CustomersComparison.EXTRA));
        Narrowing.run(
                replayable,
                part -> replay(part, inputs, facts),
                (day, failure) -> fail(facts.get(day.dt()), Reason.of(failure), Replay.MISMATCHES, Replay.ROWS));
    }

    private void compare(
            List<AuditDay> days,
            RecordedInputs inputs,
            Map<LocalDate, DayStates> scan,
            Map<LocalDate, DayFacts> facts) {
        SortedMap<LocalDate, PublishRecord> records = new TreeMap<>();
        days.forEach(day -> records.putAll(inputs.of(day, Table.IMPRESSIONS)));
        comparison.compare(days, records, scan, facts);
    }

    private void replay(List<AuditDay> days, RecordedInputs inputs, Map<LocalDate, DayFacts> facts) {
        Map<LocalDate, SortedMap<LocalDate, PublishRecord>> actions = new HashMap<>();
        days.forEach(day -> actions.put(day.dt(), inputs.of(day, Table.ACTIONS)));
        replay.run(days, actions, facts);
    }

    private static void fail(DayFacts facts, String reason, String... names) {
        for (String name : names) {
            facts.fail(name, reason);
        }
    }

    @Override
    public Map<String, Double> metrics(AuditDay day, DayStates scan) {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put(ROWS, (double) RowCountChecks.rows(scan));
        metrics.put(Coverage.COVERED, (double) day.day().coveredDays());
        for (String name : List.of(WITHOUT, MEAN_LENGTH)) {
            if (scan.figure(name) instanceof Double value) {
                metrics.put(name, value);
            }
        }
        return metrics;
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                Measure.count(ROWS, "customers", Warning.VOLUME, "are the impressions complete?"),
                Measure.share(
                        WITHOUT,
                        "share of customers without history",
                        0.05,
                        Warning.SHARE_WITHOUT_HISTORY,
                        "are actions or customers missing, or have the customer ids changed?"),
                Measure.length(
                        MEAN_LENGTH,
                        "mean history length",
                        Warning.MEAN_HISTORY_LENGTH,
                        "are actions missing, or loaded twice?"));
    }

    @Override
    public List<String> keys() {
        return List.of("customer_id");
    }

    @Override
    public List<Distribution> distributions(AuditDay day, DayStates scan, DayFacts facts) {
        List<Distribution> distributions = new ArrayList<>();
        distributions.add(lengths.of(scan));
        replay.typesOf(facts).ifPresent(distributions::add);
        return distributions.stream().filter(each -> each.total() > 0).toList();
    }
}
