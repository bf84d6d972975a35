package dev.backstory.spark.source.row;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.FinalException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * The condition of a source ({@code where}), in Spark SQL over the columns as the source has them. No value is converted
 * without a word: Spark would compare the text 10.5 with the number 10 as 10.
 */
public final class Condition {
    private final SourceName source;
    private final String text;

    public Condition(SourceName source, String text) {
        this.source = source;
        this.text = text;
    }

    /** What is wrong with a condition by its syntax alone; empty for nothing. */
    public static Optional<String> syntaxError(String condition) {
        try {
            parse(condition);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(reason(e));
        }
    }

    /** The columns that a condition names; none for one that cannot be parsed, which is said when it is applied. */
    static Set<String> columns(String condition) {
        try {
            Set<String> names = new LinkedHashSet<>();
            collect(parse(condition), names);
            return names;
        } catch (Exception e) {
            return Set.of();
        }
    }

    private static Expression parse(String condition) {
        Expression parsed = CatalystSqlParser$.MODULE$.parseExpression(condition);
        if (parsed instanceof Alias alias) {
            // Spark takes a word behind an expression for its name, also the beginning of a condition that was cut.
            throw new IllegalArgumentException("'" + alias.name() + "' follows the condition");
        }
        return parsed;
    }

    private static void collect(Expression expression, Set<String> names) {
        if (expression instanceof UnresolvedAttribute attribute) {
            names.add(name(attribute));
        }
        JavaConverters.seqAsJavaList(expression.children()).forEach(child -> collect(child, names));
    }

    private static String name(UnresolvedAttribute attribute) {
        return String.join(".", JavaConverters.seqAsJavaList(attribute.nameParts()));
    }

    /**
     * Whether a row is one of the source; never null.
     *
     * @param columns by the name that the condition calls them
     * @throws BackstoryException when it is no condition over these columns
     */
    public Column of(Dataset<Row> rows, Map<String, Column> columns) {
        try {
            Column condition = new Column(parse(text).transform(new ByName(columns)));
            Filter filter = (Filter) rows.filter(condition).queryExecution().analyzed();
            check(filter.condition());
            return coalesce(condition, lit(false));
        } catch (BackstoryException e) {
            throw e;
        } catch (Exception e) {
            throw refused(reason(e));
        }
    }

    private void check(Expression resolved) {
        if (!resolved.deterministic()) {
            throw refused("it is not the same each time it is asked; leave out what is random");
        }
        List<Expression> todo = new ArrayList<>(List.of(resolved));
        while (!todo.isEmpty()) {
            Expression expression = todo.remove(todo.size() - 1);
            if (expression instanceof Cast cast
                    && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty()) {
                check(cast);
            }
            if (expression.prettyName().startsWith("current_")
                    || expression.prettyName().equals("now")) {
                throw refused("it depends on when it is asked (" + expression.prettyName()
                        + "), so that a day built again would be another; name the time itself");
            }
            todo.addAll(JavaConverters.seqAsJavaList(expression.children()));
        }
    }

    /** One that Spark has put in. */
    private void check(Cast cast) {
        DataType type = cast.dataType();
        if (!(cast.child().dataType() instanceof StringType) || type instanceof StringType) {
            return;
        }
        if (!(cast.child() instanceof Literal)) {
            throw refused("it uses text as " + type.simpleString() + "; write which, as in cast(amount as double) > 10,"
                    + " or compare with a text in quotes");
        }
        if (cast.eval(null) == null) {
            throw refused("'" + cast.child() + "' is no " + type.simpleString() + ", as which it is compared");
        }
    }

    private BackstoryException refused(String reason) {
        return new FinalException("Cannot read " + source + " because its condition \"" + text + "\" cannot be used: "
                + reason + " (sources." + source.name() + ".where)");
    }

    private static String reason(Exception failure) {
        if (failure instanceof ParseException parsing) {
            return "it is not an SQL expression (" + firstSentence(parsing.getMessage()) + ")";
        }
        return firstSentence(SourceName.firstLine(failure));
    }

    /** Spark's messages name the class of the error, and go on with the place in the text. */
    public static String firstSentence(String message) {
        String line = message.strip().lines().findFirst().orElse("").replaceFirst("^\\[[A-Z_.]+\\] ", "");
        return line.replaceFirst("[.(]? ?(SQLSTATE.*|\\(line .*|; line .*)?$", "");
    }

    /** Puts the columns of the rows where their names are. */
    private static final class ByName extends AbstractPartialFunction<Expression, Expression> {
        private final Map<String, Column> columns;

        ByName(Map<String, Column> columns) {
            this.columns = columns;
        }

        @Override
        public boolean isDefinedAt(Expression expression) {
            return expression instanceof UnresolvedAttribute attribute && columns.containsKey(name(attribute));
        }

        @Override
        @SuppressWarnings("unchecked") // Scala's own: the result of a rule is an expression, as its argument is.
        public <A extends Expression, B> B applyOrElse(A expression, Function1<A, B> otherwise) {
            return isDefinedAt(expression) ? (B) apply(expression) : otherwise.apply(expression);
        }

        @Override
        public Expression apply(Expression expression) {
            return columns.get(name((UnresolvedAttribute) expression)).expr();
        }
    }
}
