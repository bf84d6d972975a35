package dev.backstory.dq.audit;

import static dev.backstory.lake.job.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.Reason;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;

/** The table {@code training}. */
final class TrainingChecks implements StepChecks {
    static final String COVERAGE = "the lookback is covered";
    static final String SHARE = "share of rows without history against the past";
    static final String MEAN = "mean history length against the past";
    static final String COVERED = "covered_days";
    private static final String WITHOUT = "share_without_history";
    private static final String MEAN_LENGTH = "mean_history_length";

    private final PipelineConfig config;
    private final Lake lake;
    private final TrainingColumns columns;
    private final ImpressionsComparison comparison;
    private final Replay replay;

    TrainingChecks(PipelineConfig config, SparkSession spark, Lake lake, TableRows tables) {
        this.config = config;
        this.lake = lake;
        this.columns = new TrainingColumns(config.training().columns());
        this.comparison = new ImpressionsComparison(tables, columns.names());
        this.replay = new Replay(spark, tables, config.history(), columns);
    }

    @Override
    public Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>(comparison.figures());
        figures.put(ROWS, expr("count(1)"));
        figures.put(WITHOUT, expr("avg(if(" + columns.sql("history_length") + " = 0, 1.0D, 0.0D))"));
        figures.put(MEAN_LENGTH, expr("avg(" + columns.sql("history_length") + ")"));
        return figures;
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        return new TrainingRowChecks(
                        columns, config.history().length(), day.run().schema())
                .all();
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        List<Expectation> checks = new ArrayList<>(
                RowCountChecks.of(config.dq().forStep(Step.HISTORY.id()).allowEmpty()));
        checks.add(Expectation.fact(
                        ImpressionsComparison.CHECK,
                        ImpressionsComparison.MISSING + " = 0 and " + ImpressionsComparison.EXTRA + " = 0",
                        ImpressionsComparison.MISSING,
                        ImpressionsComparison.EXTRA)
                .expecting("every row of impressions once, with its label, and no other")
                .withHint(
                        "the history step lost, doubled or changed rows: build the day again and report it as a bug"));
        checks.add(Expectation.fact(
                        Replay.CHECK,
                        Replay.MISMATCHES + " = 0 and (" + Replay.ROWS + " > 0 or " + ROWS + " = 0)",
                        Replay.MISMATCHES,
                        Replay.ROWS,
                        ROWS)
                .expecting("every slot as plain SQL computes it from the actions published before the day")
                .withHint("a leak from the future, a lost action or a wrong order: build the day again and report it"
                        + " as a bug"));
        checks.add(Expectation.fact(COVERAGE, "covered_days >= window_days", "covered_days", "window_days")
                .warning()
                .expecting("actions of all " + day.day().windowDays() + " days before " + day.dt() + " ("
                        + config.history().lookback() + ")")
                .withHint("histories of this day are shorter than the lookback allows; load the earlier days and build"
                        + " this one again if they exist"));
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
            of.put(COVERED, day.day().coveredDays());
            of.put("window_days", day.day().windowDays());
            of.say(
                    COVERAGE,
                    count(day.day().coveredDays()) + " of " + count(day.day().windowDays()) + " days are covered");
            String unread = scan.get(day.dt()).figureError(ROWS);
            if (unread != null) {
                fail(of, unread, ImpressionsComparison.MISSING, ImpressionsComparison.EXTRA, Replay.MISMATCHES);
                continue;
            }
            inputs.problem(day, Table.IMPRESSIONS)
                    .ifPresentOrElse(
                            problem -> fail(of, problem, ImpressionsComparison.MISSING, ImpressionsComparison.EXTRA),
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
                        ImpressionsComparison.MISSING,
                        ImpressionsComparison.EXTRA));
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
        metrics.put(COVERED, (double) day.day().coveredDays());
        for (String name : List.of(WITHOUT, MEAN_LENGTH)) {
            if (scan.figure(name) instanceof Double value) {
                metrics.put(name, value);
            }
        }
        return metrics;
    }

    @Override
    public List<Expectation> ofPast(AuditDay day, Past past, DayFacts facts) {
        List<Expectation> checks = new ArrayList<>();
        if (compareWithMedian(day, past, facts, WITHOUT, SHARE)) {
            checks.add(Expectation.fact(
                            SHARE, "abs(" + WITHOUT + " - median_" + WITHOUT + ") <= 0.2", WITHOUT, "median_" + WITHOUT)
                    .warning()
                    .expecting("at most 0.2 from the median of the last days")
                    .withHint("are actions or customers missing, or have the customer ids changed?"));
        }
        if (compareWithMedian(day, past, facts, MEAN_LENGTH, MEAN)) {
            checks.add(Expectation.fact(
                            MEAN,
                            MEAN_LENGTH + " >= 0.5 * median_" + MEAN_LENGTH + " and " + MEAN_LENGTH + " <= 2 * median_"
                                    + MEAN_LENGTH,
                            MEAN_LENGTH,
                            "median_" + MEAN_LENGTH)
                    .warning()
                    .expecting("between half and twice the median of the last days")
                    .withHint("are actions missing, or loaded twice?"));
        }
        return checks;
    }

    private static boolean compareWithMedian(AuditDay day, Past past, DayFacts facts, String metric, String check) {
        List<Double> points = past.latest(day.dt(), metric);
        Double own = past.of(day.dt(), metric);
        if (own == null || points.size() < Past.FEWEST_POINTS) {
            return false;
        }
        double median = Past.median(points);
        facts.put(metric, own);
        facts.put("median_" + metric, median);
        facts.say(
                check,
                String.format(Locale.ROOT, "%.3f; the median of %d earlier days is %.3f", own, points.size(), median));
        return true;
    }
}
