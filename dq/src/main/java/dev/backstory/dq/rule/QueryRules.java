package dev.backstory.dq.rule;

import dev.backstory.command.Count;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.BadRows;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.RootCause;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The user's queries that must return no rows. A query may hold any SQL, so each runs once for each day. */
public final class QueryRules {
    private final List<Rule> rules;
    private final SparkSession spark;

    public QueryRules(List<Rule> rules, SparkSession spark) {
        this.rules = rules.stream()
                .filter(rule -> rule.query() != null)
                .map(UserSql::asParts)
                .toList();
        this.spark = spark;
    }

    public List<Expectation> all() {
        List<Expectation> expectations = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            expectations.add(Expectation.fact(rule.name(), fact(i) + " = 0", fact(i))
                    .expecting("no rows of: " + query(rule)
                            + (rule.where() == null
                                    ? ""
                                    : ", where " + rule.where().strip()))
                    .withLevel(rule.level())
                    .withHint(rule.hint())
                    .meaning(UserRules.MEANING));
        }
        return expectations;
    }

    public void gather(
            List<AuditDay> days, Function<List<AuditDay>, Dataset<Row>> rows, Map<LocalDate, DayFacts> facts) {
        for (int i = 0; i < rules.size(); i++) {
            for (AuditDay day : days) {
                DayFacts of = facts.get(day.dt());
                try {
                    run(rules.get(i), fact(i), day, rows.apply(List.of(day)), of);
                } catch (Exception e) {
                    of.fail(fact(i), RootCause.of(e));
                }
            }
        }
    }

    private void run(Rule rule, String fact, AuditDay day, Dataset<Row> rows, DayFacts facts) {
        String view = day.run().table().folder();
        (rule.where() == null ? rows : rows.where(rule.where())).createOrReplaceTempView(view);
        // As a subquery nothing but a query can run: a command would return no rows, and pass.
        Dataset<Row> found = spark.sql("select * from (\n" + query(rule) + "\n)");
        long bad = found.count();
        facts.put(fact, bad);
        facts.observe(
                rule.name(),
                Observation.of(bad == 0 ? "no rows" : Count.of(bad, "row"))
                        .withBadRows(
                                bad,
                                bad == 0
                                        ? List.of()
                                        : found.limit(BadRows.MOST).collectAsList().stream()
                                                .map(QueryRules::cells)
                                                .toList())
                        .withQuery(RowQuery.ofDay(
                                day.dt(),
                                ofDay -> "with " + view + " as (select * from " + ofDay
                                        + (rule.where() == null ? "" : " where " + rule.where())
                                        + ")\nselect * from (\n" + query(rule) + "\n)\nlimit 20")));
    }

    private static Map<String, String> cells(Row row) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            cells.putIfAbsent(row.schema().fieldNames()[i], BadRows.cut(String.valueOf(row.get(i))));
        }
        return cells;
    }

    private static String query(Rule rule) {
        return rule.query().strip();
    }

    private static String fact(int rule) {
        return "user_query_" + rule;
    }
}
