package dev.backstory.dq.engine;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.functions;

/** Which columns an SQL expression names, as Spark's own parser reads it. */
public final class SqlColumns {
    private SqlColumns() {}

    /** A set that ignores case, as SQL does. */
    public static Set<String> of(String expression) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Expression leaf :
                ScalaInterop.list(functions.expr(expression).expr().collectLeaves())) {
            if (leaf instanceof UnresolvedAttribute column) {
                names.add(column.nameParts().head());
            }
        }
        return names;
    }
}
