package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;
import static org.apache.spark.sql.functions.expr;

import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckWithLastConstraintFilterable;
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
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The user's own expressions and constraints as expectations. Those about distinct values need a grouping of their own and
 * become facts.
 */
public final class UserRules {
    static final String MEANING = "A rule of your own, from the config.";

    private final List<Rule> rules;

    public UserRules(List<Rule> rules) {
        this.rules = rules.stream()
                .filter(rule -> rule.query() == null)
                .map(UserSql::asParts)
                .toList();
    }

    /** The rules that share the scan of the rows. */
    public List<Expectation> ofRows() {
        return rules.stream()
                .filter(rule -> !isGrouped(rule))
                .map(rule -> finish(ofRows(rule), rule))
                .toList();
    }

    /** The rules about distinct values; {@link #gather} finds their facts. */
    public List<Expectation> ofFacts() {
        List<Expectation> expectations = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (isGrouped(rule)) {
                String predicate = constraint(rule) == Constraint.IS_UNIQUE
                        ? fact(i) + " = 0"
                        : bounds(fact(i), rule.min(), rule.max());
                expectations.add(
                        finish(Expectation.fact(rule.name(), predicate, fact(i)).expecting(expected(rule)), rule));
            }
        }
        return expectations;
    }

    public void gather(
            List<AuditDay> days, Function<List<AuditDay>, Dataset<Row>> rows, Map<LocalDate, DayFacts> facts) {
        for (int i = 0; i < rules.size(); i++) {
            if (isGrouped(rules.get(i))) {
                Rule rule = rules.get(i);
                String fact = fact(i);
                Bisection.run(
                        days,
                        part -> group(part, rows.apply(part), rule, fact, facts),
                        (day, failure) -> facts.get(day.dt()).fail(fact, RootCause.of(failure)));
            }
        }
    }

    private static void group(
            List<AuditDay> days, Dataset<Row> rows, Rule rule, String fact, Map<LocalDate, DayFacts> facts) {
        boolean unique = constraint(rule) == Constraint.IS_UNIQUE;
        Map<LocalDate, Long> found = new HashMap<>();
        rows.where(present(rule))
                .groupBy("dt", quote(rule.column()))
                .count()
                .groupBy("dt")
                .agg(expr(unique ? "sum(if(count > 1, count, 0))" : "count(1)").as("figure"))
                .collectAsList()
                .forEach(row -> found.put(TableRows.day(row), row.<Long>getAs("figure")));
        for (AuditDay day : days) {
            long figure = found.getOrDefault(day.dt(), 0L);
            DayFacts of = facts.get(day.dt());
            of.put(fact, figure);
            of.observe(
                    rule.name(),
                    unique
                            ? Observation.of(count(figure) + " rows share their value with another")
                                    .withBadRows(
                                            figure,
                                            figure == 0
                                                    ? List.of()
                                                    : duplicates(rows.where("dt = '" + day.dt() + "'"), rule))
                                    .withQuery(duplicatesQuery(day.dt(), rule))
                            : Observation.of(count(figure) + " distinct values"));
        }
    }

    private static RowQuery duplicatesQuery(LocalDate dt, Rule rule) {
        return RowQuery.ofDay(
                dt,
                rows -> "select " + quote(rule.column()) + ", count(*) as rows\nfrom " + rows + "\nwhere "
                        + present(rule) + "\ngroup by " + quote(rule.column())
                        + "\nhaving count(*) > 1\norder by rows desc\nlimit 20");
    }

    private static List<Map<String, String>> duplicates(Dataset<Row> rows, Rule rule) {
        return rows
                .where(present(rule))
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

    private static String present(Rule rule) {
        return quote(rule.column()) + " is not null" + (rule.where() == null ? "" : " and (" + rule.where() + ")");
    }

    private static Expectation ofRows(Rule rule) {
        if (rule.expression() != null) {
            return Expectation.everyRow(rule.name(), rule.expression(), rule.where())
                    .expecting(expected(rule));
        }
        String column = rule.column() == null ? "" : rule.column();
        String quoted = quote(column);
        DoublePredicate within = Expectation.between(rule.min(), rule.max());
        Expectation expectation = switch (constraint(rule)) {
            case IS_COMPLETE -> Expectation.everyRow(rule.name(), quoted + " is not null", rule.where());
            case HAS_COMPLETENESS -> Expectation.atLeast(rule.name(), column, rule.min(), rule.where());
            // Deequ's own versions cast to decimal(20,10) and let numbers of more than ten digits pass.
            case IS_NON_NEGATIVE ->
                Expectation.everyRow(rule.name(), quoted + " is null or " + quoted + " >= 0", rule.where());
            case IS_POSITIVE ->
                Expectation.everyRow(rule.name(), quoted + " is null or " + quoted + " > 0", rule.where());
            case IS_CONTAINED_IN ->
                Expectation.everyRow(
                        rule.name(),
                        quoted + " is null or " + quoted + " in ("
                                + rule.values().stream().map(UserRules::text).collect(Collectors.joining(", "))
                                + ")",
                        rule.where());
            case HAS_PATTERN -> pattern(rule, column);
            case HAS_MIN ->
                deequ(
                        rule,
                        below(quoted, rule),
                        check -> check.hasMin(column, Expectation.assertion(within), Option.empty(), Option.empty()));
            case HAS_MAX ->
                deequ(
                        rule,
                        above(quoted, rule),
                        check -> check.hasMax(column, Expectation.assertion(within), Option.empty(), Option.empty()));
            case HAS_MIN_LENGTH ->
                deequ(
                        rule,
                        below("length(" + quoted + ")", rule),
                        check -> check.hasMinLength(
                                column, Expectation.assertion(within), Option.empty(), Option.empty()));
            case HAS_MAX_LENGTH ->
                deequ(
                        rule,
                        above("length(" + quoted + ")", rule),
                        check -> check.hasMaxLength(
                                column, Expectation.assertion(within), Option.empty(), Option.empty()));
            case HAS_MEAN ->
                deequ(rule, null, check -> check.hasMean(column, Expectation.assertion(within), Option.empty()));
            case HAS_SUM ->
                deequ(rule, null, check -> check.hasSum(column, Expectation.assertion(within), Option.empty()));
            case HAS_STANDARD_DEVIATION ->
                deequ(
                        rule,
                        null,
                        check -> check.hasStandardDeviation(column, Expectation.assertion(within), Option.empty()));
            case HAS_SIZE -> Expectation.size(rule.name(), expected(rule), rule.where(), within);
            case IS_UNIQUE, HAS_DISTINCT_VALUES ->
                throw new IllegalArgumentException(rule.constraint() + " needs a grouping");
        };
        return expectation.expecting(expected(rule));
    }

    /** Deequ's own version finds a match anywhere in the value, and takes an empty one for none. */
    private static Expectation pattern(Rule rule, String column) {
        String whole = "\\A(?:" + rule.pattern() + ")\\z";
        return Expectation.everyRow(rule.name(), quote(column) + " rlike " + text(whole), rule.where());
    }

    private static Expectation deequ(
            Rule rule, @Nullable String violation, Function<Check, CheckWithLastConstraintFilterable> constraint) {
        return Expectation.of(rule.name(), expected(rule), violation, rule.where(), filtered(rule, constraint));
    }

    private static @Nullable String below(String value, Rule rule) {
        return rule.min() == null ? null : value + " < " + rule.min();
    }

    private static @Nullable String above(String value, Rule rule) {
        return rule.max() == null ? null : value + " > " + rule.max();
    }

    private static UnaryOperator<Check> filtered(
            Rule rule, Function<Check, CheckWithLastConstraintFilterable> constraint) {
        return check -> rule.where() == null
                ? constraint.apply(check)
                : constraint.apply(check).where(rule.where());
    }

    private static Expectation finish(Expectation expectation, Rule rule) {
        return expectation.withLevel(rule.level()).withHint(rule.hint()).meaning(MEANING);
    }

    private static boolean isGrouped(Rule rule) {
        return rule.constraint() != null
                && (constraint(rule) == Constraint.IS_UNIQUE || constraint(rule) == Constraint.HAS_DISTINCT_VALUES);
    }

    private static Constraint constraint(Rule rule) {
        return Constraint.named(rule.constraint()).orElseThrow();
    }

    private static String expected(Rule rule) {
        String where = rule.where() == null ? "" : ", where " + rule.where().strip();
        if (rule.expression() != null) {
            return rule.expression().strip() + where;
        }
        StringBuilder text = new StringBuilder(rule.constraint());
        if (rule.column() != null) {
            text.append(' ').append(rule.column());
        }
        if (rule.min() != null) {
            text.append(", at least ").append(rule.min());
        }
        if (rule.max() != null) {
            text.append(", at most ").append(rule.max());
        }
        if (rule.values() != null) {
            text.append(' ').append(rule.values());
        }
        if (rule.pattern() != null) {
            text.append(' ').append(rule.pattern());
        }
        return text.append(where).toString();
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

    private static String fact(int rule) {
        return "user_rule_" + rule;
    }

    private static String quote(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
