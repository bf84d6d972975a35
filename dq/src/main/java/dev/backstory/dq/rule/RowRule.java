package dev.backstory.dq.rule;

import static dev.backstory.dq.rule.RuleText.expected;
import static dev.backstory.dq.rule.RuleText.literal;
import static dev.backstory.dq.rule.RuleText.quote;

import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckWithLastConstraintFilterable;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.dq.engine.Expectation;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A user's rule that is judged in the scan of the rows. */
final class RowRule {
    private RowRule() {}

    static Expectation of(Rule rule) {
        if (rule.expression() != null) {
            return Expectation.everyRow(rule.name(), rule.expression(), rule.where())
                    .expecting(expected(rule));
        }
        String column = rule.column() == null ? "" : rule.column();
        String quoted = quote(column);
        DoublePredicate within = Expectation.between(rule.min(), rule.max());
        Expectation expectation = switch (UserRules.constraint(rule)) {
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
                                + rule.values().stream().map(RuleText::literal).collect(Collectors.joining(", "))
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
        return Expectation.everyRow(rule.name(), quote(column) + " rlike " + literal(whole), rule.where());
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
}
