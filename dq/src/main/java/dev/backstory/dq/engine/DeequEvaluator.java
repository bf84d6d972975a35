package dev.backstory.dq.engine;

import com.amazon.deequ.VerificationResult;
import com.amazon.deequ.VerificationSuite;
import com.amazon.deequ.analyzers.Analysis;
import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.InMemoryStateProvider;
import com.amazon.deequ.analyzers.NumMatches;
import com.amazon.deequ.analyzers.NumMatchesAndCount;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.Size;
import com.amazon.deequ.analyzers.State;
import com.amazon.deequ.analyzers.StateLoader;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.constraints.ConstraintResult;
import com.amazon.deequ.constraints.ConstraintStatus;
import com.amazon.deequ.metrics.Metric;
import dev.backstory.dq.engine.Outcome.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.util.Try;

/** Lets Deequ judge a day from the states of its scan, on the driver and without a Spark job. */
public final class DeequEvaluator {
    private DeequEvaluator() {}

    /** One outcome for each expectation, in their order. */
    public static Map<Expectation, Outcome> judge(StructType schema, List<Expectation> expectations, DayStates day) {
        for (Expectation expectation : expectations) {
            ScanShareableAnalyzer<?, ?> analyzer = expectation.analyzer();
            // There is no state of a day without rows; nor where a condition is true of no row and null for some.
            if (analyzer instanceof Size && !day.errors.containsKey(analyzer)) {
                day.states.putIfAbsent(analyzer, new NumMatches(0));
            }
        }
        InMemoryStateProvider provider = new InMemoryStateProvider();
        day.states.forEach((analyzer, state) -> persist(provider, analyzer, state));
        Map<Expectation, Outcome> outcomes = new LinkedHashMap<>();
        expectations.forEach(expectation -> outcomes.put(expectation, null));
        for (List<Expectation> batch : batches(expectations)) {
            judgeBatch(schema, batch, provider, day, outcomes);
        }
        return outcomes;
    }

    /** No analyzer twice in a batch: Deequ adds up the states of one that two checks of a call need. */
    private static List<List<Expectation>> batches(List<Expectation> expectations) {
        List<List<Expectation>> batches = new ArrayList<>();
        List<Set<Analyzer<?, ?>>> taken = new ArrayList<>();
        for (Expectation expectation : expectations) {
            Analyzer<?, ?> analyzer = expectation.analyzer();
            int batch = 0;
            while (batch < batches.size() && !taken.get(batch).add(analyzer)) {
                batch++;
            }
            if (batch == batches.size()) {
                batches.add(new ArrayList<>());
                taken.add(new HashSet<>(Set.of(analyzer)));
            }
            batches.get(batch).add(expectation);
        }
        return batches;
    }

    private static void judgeBatch(
            StructType schema,
            List<Expectation> batch,
            StateLoader states,
            DayStates day,
            Map<Expectation, Outcome> outcomes) {
        Map<Expectation, Check> checks = new LinkedHashMap<>();
        batch.forEach(expectation -> checks.put(expectation, expectation.check()));
        VerificationResult result = new VerificationSuite()
                .runOnAggregatedStates(
                        schema,
                        ScalaInterop.seq(new ArrayList<>(checks.values())),
                        ScalaInterop.seq(List.of(states)),
                        new Analysis(ScalaInterop.seq(List.of())),
                        ScalaInterop.none(),
                        ScalaInterop.none(),
                        ScalaInterop.none());
        checks.forEach((expectation, check) -> outcomes.put(
                expectation,
                outcome(
                        expectation,
                        result.checkResults().apply(check).constraintResults().head(),
                        day)));
    }

    /** For a day without rows: sizes are 0, and every other expectation concerns no row. */
    public static Map<Expectation, Outcome> judgeEmpty(
            StructType schema, List<Expectation> expectations, DayStates day) {
        List<Expectation> judged = new ArrayList<>();
        for (Expectation expectation : expectations) {
            ScanShareableAnalyzer<?, ?> analyzer = expectation.analyzer();
            if (analyzer instanceof Size || day.errors.containsKey(analyzer)) {
                judged.add(expectation);
            }
        }
        Map<Expectation, Outcome> some = judge(schema, judged, day);
        Map<Expectation, Outcome> all = new LinkedHashMap<>();
        expectations.forEach(expectation -> all.put(
                expectation, some.getOrDefault(expectation, new Outcome(Status.NO_ROWS, null, null, null, null))));
        return all;
    }

    private static Outcome outcome(Expectation expectation, ConstraintResult result, DayStates day) {
        Analyzer<?, ?> analyzer = expectation.analyzer();
        String error = day.errors.get(analyzer);
        if (error != null) {
            return Outcome.error(error);
        }
        State<?> state = day.states.get(analyzer);
        if (expectation.where() != null && state instanceof NumMatchesAndCount matches && matches.count() == 0) {
            return new Outcome(Status.NO_ROWS, null, 0L, 0L, null);
        }
        if (result.metric().isDefined() && result.metric().get().value().isFailure()) {
            return Outcome.error(
                    RootCause.of(result.metric().get().value().failed().get()));
        }
        if (state == null || result.metric().isEmpty()) {
            // No state: there was no value among the rows looked at, or there were no such rows.
            return new Outcome(looksAtRows(expectation, day) ? Status.BROKEN : Status.NO_ROWS, null, null, null, null);
        }
        Metric<?> metric = result.metric().get();
        Try<?> value = metric.value();
        double number = ((Number) value.get()).doubleValue();
        Status status = result.status().equals(ConstraintStatus.Success()) ? Status.HOLDS : Status.BROKEN;
        if (state instanceof NumMatchesAndCount matches) {
            long bad = matches.count() - matches.numMatches();
            return new Outcome(status, number, bad, matches.count(), null);
        }
        return new Outcome(status, number, null, null, null);
    }

    /** The aggregate that counts the rows an expectation looks at, by the name under which the judge asks for it. */
    public static Map<String, Column> rowsLookedAt(Expectation expectation) {
        return expectation.where() == null
                ? Map.of()
                : Map.of(looked(expectation), functions.expr("count_if(" + expectation.where() + ")"));
    }

    private static boolean looksAtRows(Expectation expectation, DayStates day) {
        return expectation.where() == null || (day.figure(looked(expectation)) instanceof Long rows && rows > 0);
    }

    private static String looked(Expectation expectation) {
        return "rows looked at by " + expectation.name();
    }

    @SuppressWarnings("unchecked") // A state was computed by the very analyzer it is stored under.
    private static <S extends State<?>> void persist(
            InMemoryStateProvider provider, Analyzer<S, ?> analyzer, State<?> state) {
        provider.persist(analyzer, (S) state);
    }
}
