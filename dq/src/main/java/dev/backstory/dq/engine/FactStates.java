package dev.backstory.dq.engine;

import static org.apache.spark.sql.functions.expr;

import com.amazon.deequ.analyzers.Compliance;
import com.amazon.deequ.analyzers.NumMatchesAndCount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Option;

/**
 * Deequ's states of predicates over tables of a single row a day. Nothing is summed up, so Spark works them out while it
 * plans, without a job and without compiling anything.
 */
public final class FactStates {
    private FactStates() {}

    /**
     * Every given day is in the result. A predicate that cannot be asked is an error of every day, and of itself alone.
     *
     * @param facts made on the driver; the day in a text column {@code dt}, each day once
     * @param expectations predicates over its other columns, which are true or false and never null
     */
    public static Map<LocalDate, DayStates> of(
            Dataset<Row> facts, Collection<LocalDate> days, Collection<Expectation> expectations) {
        Set<Compliance> predicates = new LinkedHashSet<>();
        for (Expectation expectation : expectations) {
            if (!(expectation.analyzer() instanceof Compliance compliance)) {
                throw new IllegalStateException("'" + expectation.name() + "' is no predicate over facts");
            }
            predicates.add(compliance);
        }
        Map<LocalDate, DayStates> states = new HashMap<>();
        days.forEach(day -> states.put(day, new DayStates()));
        ask(facts, List.copyOf(predicates), states);
        return states;
    }

    private static void ask(Dataset<Row> facts, List<Compliance> predicates, Map<LocalDate, DayStates> states) {
        List<Column> columns = new ArrayList<>(List.of(expr("dt")));
        List<Row> rows;
        try {
            predicates.forEach(each -> columns.add(expr(each.predicate())));
            rows = facts.select(columns.toArray(Column[]::new)).collectAsList();
        } catch (Exception e) {
            if (predicates.size() == 1) {
                states.values().forEach(day -> day.errors.put(predicates.get(0), RootCause.of(e)));
            } else {
                predicates.forEach(each -> ask(facts, List.of(each), states));
            }
            return;
        }
        for (Row row : rows) {
            DayStates day = states.get(LocalDate.parse(row.getString(0)));
            for (int i = 0; i < predicates.size(); i++) {
                day.states.put(
                        predicates.get(i), new NumMatchesAndCount(row.getBoolean(i + 1) ? 1 : 0, 1, Option.empty()));
            }
        }
    }
}
