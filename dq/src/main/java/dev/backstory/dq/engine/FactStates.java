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
     * @param facts made on the driver; the day in a text column {@code dt}, each day once
     * @param expectations predicates over its other columns, which are true or false and never null
     */
    public static Map<LocalDate, DayStates> of(Dataset<Row> facts, Collection<Expectation> expectations) {
        Set<Compliance> distinct = new LinkedHashSet<>();
        for (Expectation expectation : expectations) {
            if (!(expectation.analyzer() instanceof Compliance compliance)) {
                throw new IllegalStateException("'" + expectation.name() + "' is no predicate over facts");
            }
            distinct.add(compliance);
        }
        List<Compliance> predicates = new ArrayList<>(distinct);
        List<Column> columns = new ArrayList<>(List.of(expr("dt")));
        predicates.forEach(each -> columns.add(expr(each.predicate())));
        Map<LocalDate, DayStates> states = new HashMap<>();
        for (Row row : facts.select(columns.toArray(Column[]::new)).collectAsList()) {
            DayStates day = new DayStates();
            for (int i = 0; i < predicates.size(); i++) {
                day.states.put(
                        predicates.get(i), new NumMatchesAndCount(row.getBoolean(i + 1) ? 1 : 0, 1, Option.empty()));
            }
            states.put(LocalDate.parse(row.getString(0)), day);
        }
        return states;
    }
}
