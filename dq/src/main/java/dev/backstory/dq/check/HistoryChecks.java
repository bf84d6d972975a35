package dev.backstory.dq.check;

import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.compare.MultisetComparison;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.Bisection;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.dq.replay.Replay;
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
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/** The parts that the audits of training and histories have in common. */
final class HistoryChecks {
    static final String WITHOUT = "share_without_history";
    static final String MEAN_LENGTH = "mean_history_length";
    private static final List<String> REPLAYED = List.of(Replay.MISMATCHES, Replay.ROWS);

    private final PipelineConfig config;
    private final Lake lake;
    private final String length;
    private final MultisetComparison comparison;
    private final Replay replay;
    private final HistoryLengths lengths;
    private final Coverage coverage;

    /** @param length SQL of the number of actions in a row's history */
    HistoryChecks(
            PipelineConfig config,
            TableRules rules,
            Lake lake,
            String length,
            MultisetComparison comparison,
            Replay replay) {
        this.config = config;
        this.lake = lake;
        this.length = length;
        this.comparison = comparison;
        this.replay = replay;
        this.coverage = new Coverage(config, rules, lake);
        this.lengths = new HistoryLengths(length, config.history().length());
    }

    Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>(comparison.figures());
        figures.put(RowCount.NAME, expr("count(1)"));
        figures.put(WITHOUT, expr("avg(if(" + length + " = 0, 1.0D, 0.0D))"));
        figures.put(MEAN_LENGTH, expr("avg(" + length + ")"));
        figures.putAll(lengths.figures());
        return figures;
    }

    /**
     * The checks of a day's facts, in order.
     *
     * @param compared completes the check that compares the rows with the impressions
     * @param replayHint what else to do if the replay differs; empty for nothing
     */
    List<Expectation> ofFacts(AuditDay day, UnaryOperator<Expectation> compared, String replayHint) {
        List<Expectation> checks = new ArrayList<>(RowCountChecks.of(mayBeEmpty(day)));
        checks.add(compared.apply(comparison.check()));
        checks.add(Expectation.fact(
                        Replay.CHECK,
                        Replay.MISMATCHES + " = 0 and (" + Replay.ROWS + " > 0 or " + RowCount.NAME + " = 0)",
                        Replay.MISMATCHES,
                        Replay.ROWS,
                        RowCount.NAME)
                .expecting("every slot as computed a second time from the actions published before the day")
                .meaning("No look into the future, and nothing missing: the histories are computed a second time, in"
                        + " another way, and compared slot by slot.")
                .withHint("a leak from the future, a lost action or a wrong order: never train on these rows; build the"
                        + " day again and report it as a bug" + replayHint));
        checks.add(coverage.of(day));
        return checks;
    }

    private @Nullable String mayBeEmpty(AuditDay day) {
        String setting = RowCountChecks.mayBeEmpty(day, config);
        return setting == null && LateSources.leftNoImpressions(day, config, lake) ? LateSources.SETTING : setting;
    }

    void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        coverage.gather(days, scan, facts);
        RecordedInputs inputs = new RecordedInputs(lake, days);
        List<AuditDay> comparable = new ArrayList<>();
        List<AuditDay> replayable = new ArrayList<>();
        for (AuditDay day : days) {
            DayFacts of = facts.get(day.dt());
            RowCountChecks.gather(day, scan.get(day.dt()), of, Arrivals.NONE);
            String unread = RowCount.problem(scan.get(day.dt()));
            if (unread != null) {
                fail(of, unread, comparison.facts());
                fail(of, unread, REPLAYED);
                continue;
            }
            inputs.problem(day, Table.IMPRESSIONS)
                    .ifPresentOrElse(problem -> fail(of, problem, comparison.facts()), () -> comparable.add(day));
            inputs.problem(day, Table.ACTIONS)
                    .ifPresentOrElse(problem -> fail(of, problem, REPLAYED), () -> replayable.add(day));
        }
        Bisection.run(
                comparable,
                part -> compare(part, inputs, scan, facts),
                (day, failure) -> fail(facts.get(day.dt()), RootCause.of(failure), comparison.facts()));
        Bisection.run(
                replayable,
                part -> replay(part, inputs, facts),
                (day, failure) -> fail(facts.get(day.dt()), RootCause.of(failure), REPLAYED));
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

    private static void fail(DayFacts facts, String reason, List<String> names) {
        names.forEach(name -> facts.fail(name, reason));
    }

    /** A map that may be extended. */
    Map<String, Double> metrics(AuditDay day, DayStates scan) {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put(RowCount.NAME, (double) RowCount.of(scan));
        metrics.put(DayFacts.COVERED_DAYS, (double) day.day().coveredDays());
        for (String name : List.of(WITHOUT, MEAN_LENGTH)) {
            if (scan.figure(name) instanceof Double value) {
                metrics.put(name, value);
            }
        }
        return metrics;
    }

    List<Distribution> distributions(DayStates scan, DayFacts facts) {
        List<Distribution> distributions = new ArrayList<>();
        distributions.add(lengths.of(scan));
        replay.typesOf(facts).ifPresent(distributions::add);
        return distributions.stream().filter(each -> each.total() > 0).toList();
    }
}
