package dev.backstory.dq.rule;

import dev.backstory.core.config.rule.Constraint;
import dev.backstory.core.config.rule.Rule;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.engine.Expectation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The user's own expressions and constraints as expectations. Those about distinct values need a separate grouping and
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
                .map(rule -> finish(RowRule.of(rule), rule))
                .toList();
    }

    /** The rules about distinct values; {@link #gather} finds their facts. */
    public List<Expectation> ofFacts() {
        return grouped().stream()
                .map(each -> finish(each.expectation(), each.rule()))
                .toList();
    }

    public void gather(
            List<AuditDay> days, Function<List<AuditDay>, Dataset<Row>> rows, Map<LocalDate, DayFacts> facts) {
        grouped().forEach(rule -> rule.gather(days, rows, facts));
    }

    private List<GroupedRule> grouped() {
        List<GroupedRule> grouped = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (isGrouped(rules.get(i))) {
                grouped.add(new GroupedRule(rules.get(i), "user_rule_" + i));
            }
        }
        return grouped;
    }

    private static Expectation finish(Expectation expectation, Rule rule) {
        return expectation.withLevel(rule.level()).withHint(rule.hint()).meaning(MEANING);
    }

    private static boolean isGrouped(Rule rule) {
        return rule.constraint() != null
                && (constraint(rule) == Constraint.IS_UNIQUE || constraint(rule) == Constraint.HAS_DISTINCT_VALUES);
    }

    static Constraint constraint(Rule rule) {
        return Constraint.named(rule.constraint()).orElseThrow();
    }
}
