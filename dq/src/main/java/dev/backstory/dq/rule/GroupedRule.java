package dev.backstory.dq.rule;

import static dev.backstory.command.Console.count;
import static dev.backstory.dq.rule.RuleText.quote;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.rule.Constraint;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.Bisection;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.RootCause;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A user's rule about distinct values, which needs the rows to be grouped: its figure is a fact. */
final class GroupedRule {
    private final Rule rule;
    private final String fact;
    private final boolean isUnique;

    /** @param fact the name of its fact */
    GroupedRule(Rule rule, String fact) {
        this.rule = rule;
        this.fact = fact;
        this.isUnique = UserRules.constraint(rule) == Constraint.IS_UNIQUE;
    }

    Rule rule() {
        return rule;
    }

    Expectation expectation() {
        String predicate = isUnique ? fact + " = 0" : bounds(fact, rule.min(), rule.max());
        return Expectation.fact(rule.name(), predicate, fact).expecting(RuleText.expected(rule));
    }

    void gather(List<AuditDay> days, Function<List<AuditDay>, Dataset<Row>> rows, Map<LocalDate, DayFacts> facts) {
        Bisection.run(
                days,
                part -> group(part, rows.apply(part), facts),
                (day, failure) -> facts.get(day.dt()).fail(fact, RootCause.of(failure)));
    }

    private void group(List<AuditDay> days, Dataset<Row> rows, Map<LocalDate, DayFacts> facts) {
        Map<LocalDate, Long> found = new HashMap<>();
        rows.where(present())
                .groupBy("dt", quote(rule.column()))
                .count()
                .groupBy("dt")
                .agg(expr(isUnique ? "sum(if(count > 1, count, 0))" : "count(1)")
                        .as("figure"))
                .collectAsList()
                .forEach(row -> found.put(TableRows.day(row), row.<Long>getAs("figure")));
        for (AuditDay day : days) {
            long figure = found.getOrDefault(day.dt(), 0L);
            DayFacts of = facts.get(day.dt());
            of.put(fact, figure);
            of.observe(
                    rule.name(),
                    isUnique
                            ? Observation.of(count(figure) + " rows share their value with another")
                                    .withBadRows(
                                            figure,
                                            figure == 0 ? List.of() : duplicates(rows.where("dt = '" + day.dt() + "'")))
                                    .withQuery(duplicatesQuery(day.dt()))
                            : Observation.of(count(figure) + " distinct values"));
        }
    }

    private RowQuery duplicatesQuery(LocalDate dt) {
        return RowQuery.ofDay(
                dt,
                rows -> "select " + quote(rule.column()) + ", count(*) as rows\nfrom " + rows + "\nwhere "
                        + present() + "\ngroup by " + quote(rule.column())
                        + "\nhaving count(*) > 1\norder by rows desc\nlimit 20");
    }

    private List<Map<String, String>> duplicates(Dataset<Row> rows) {
        return rows
                .where(present())
                .groupBy(quote(rule.column()))
                .count()
                .where("count > 1")
                .orderBy(functions.col("count").desc(), functions.col(quote(rule.column())))
                .limit(BadRows.MOST)
                .collectAsList()
                .stream()
                .map(row -> {
                    Map<String, String> cells = new LinkedHashMap<>();
                    cells.put(rule.column(), BadRows.cut(String.valueOf(row.get(0))));
                    cells.put("rows", String.valueOf(row.get(1)));
                    return cells;
                })
                .toList();
    }

    private String present() {
        return quote(rule.column()) + " is not null" + (rule.where() == null ? "" : " and (" + rule.where() + ")");
    }

    private static String bounds(String fact, Double min, Double max) {
        List<String> conditions = new ArrayList<>();
        if (min != null) {
            conditions.add(fact + " >= " + min);
        }
        if (max != null) {
            conditions.add(fact + " <= " + max);
        }
        return String.join(" and ", conditions);
    }
}
