package dev.backstory.spark.source.table;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import dev.backstory.spark.source.row.Condition;
import dev.backstory.spark.source.row.SourceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import scala.collection.JavaConverters;

/** The query of a source: one that only reads, only what is declared, and gives the same each time it is asked. */
public final class QueryText {
    private final SourceName source;
    private final String text;

    QueryText(SourceName source, String text) {
        this.source = source;
        this.text = text;
    }

    /** Before anything is run. */
    void check(Collection<String> inputs) {
        problem(text, inputs).ifPresent(reason -> {
            throw refused(reason);
        });
    }

    /** Why a text is no query of these inputs, by the text alone; empty where it may be one. */
    public static Optional<String> problem(String text, Collection<String> inputs) {
        List<LogicalPlan> plans;
        try {
            plans = plans(CatalystSqlParser$.MODULE$.parsePlan(text));
        } catch (Exception e) {
            return Optional.of("it is not SQL (" + Condition.firstSentence(String.valueOf(e.getMessage())) + ")");
        }
        TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(inputs);
        for (LogicalPlan plan : plans) {
            if (plan instanceof UnresolvedWith with) {
                JavaConverters.seqAsJavaList(with.cteRelations()).forEach(named -> known.add(named._1()));
            }
        }
        return plans.stream()
                .flatMap(plan -> problem(plan, known).stream())
                .map(problem -> problem.replace("INPUTS", String.join(", ", inputs)))
                .findFirst();
    }

    private static Optional<String> problem(LogicalPlan plan, Collection<String> known) {
        if (plan instanceof Command || plan instanceof ParsedStatement) {
            return Optional.of("it does something else than select");
        }
        if (plan instanceof GlobalLimit || plan instanceof Sample) {
            return Optional.of(
                    "it takes some rows of many, which may be others each time; leave out limit and tablesample");
        }
        if (plan instanceof UnresolvedRelation relation) {
            List<String> name = JavaConverters.seqAsJavaList(relation.multipartIdentifier());
            if (name.size() != 1 || !known.contains(name.get(0))) {
                return Optional.of("it names '" + String.join(".", name) + "', which is not among its inputs (INPUTS)");
            }
        }
        return Optional.empty();
    }

    Dataset<Row> run(SparkSession session) {
        Dataset<Row> result;
        try {
            result = session.sql(text);
        } catch (Exception e) {
            // Spark's analysis throws checked exceptions that it does not declare.
            throw refused(Condition.firstSentence(String.valueOf(e.getMessage())));
        }
        for (LogicalPlan plan : plans(result.queryExecution().analyzed())) {
            for (Expression expression : JavaConverters.seqAsJavaList(plan.expressions())) {
                checkRepeatable(expression);
            }
        }
        return result;
    }

    private void checkRepeatable(Expression expression) {
        String name = expression.prettyName();
        if (!expression.deterministic()) {
            throw refused("it is not the same each time it is asked; leave out what is random");
        }
        if (name.startsWith("current_") || name.equals("now") || name.equals("localtimestamp")) {
            throw refused("it depends on when it is asked (" + name
                    + "), so that a day built again would be another; name the time itself");
        }
        JavaConverters.seqAsJavaList(expression.children()).forEach(this::checkRepeatable);
    }

    /** All that a plan is made of, those of subqueries and of what is named before it included. */
    private static List<LogicalPlan> plans(LogicalPlan root) {
        List<LogicalPlan> found = new ArrayList<>();
        List<LogicalPlan> todo = new ArrayList<>(List.of(root));
        while (!todo.isEmpty()) {
            LogicalPlan plan = todo.remove(todo.size() - 1);
            found.add(plan);
            todo.addAll(JavaConverters.seqAsJavaList(plan.children()));
            for (TreeNode<?> inner : JavaConverters.seqAsJavaList(plan.innerChildren())) {
                if (inner instanceof LogicalPlan innerPlan) {
                    todo.add(innerPlan);
                }
            }
            JavaConverters.seqAsJavaList(plan.expressions()).forEach(expression -> addSubqueries(expression, todo));
        }
        return found;
    }

    private static void addSubqueries(Expression expression, List<LogicalPlan> plans) {
        if (expression instanceof SubqueryExpression subquery) {
            plans.add(subquery.plan());
        }
        JavaConverters.seqAsJavaList(expression.children()).forEach(child -> addSubqueries(child, plans));
    }

    /** For the record of a day: the query, and which versions of tables it read. */
    String provenance(List<String> versions) {
        String query = "query " + text.strip().replaceAll("\\s+", " ");
        return versions.isEmpty() ? query : query + " over " + String.join(", ", versions);
    }

    private BackstoryException refused(String reason) {
        return new FinalException("Cannot read " + source + " because its query cannot be used: " + reason
                + " (sources." + source.name() + ".query)");
    }
}
