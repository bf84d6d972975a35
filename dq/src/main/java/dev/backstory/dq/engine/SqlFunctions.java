package dev.backstory.dq.engine;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.DataType;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/** Static methods as functions of SQL that generated code calls on Spark's own values, without converting them. */
public final class SqlFunctions {
    private SqlFunctions() {}

    /**
     * Makes a method a function of a session.
     *
     * @param owner a public class
     * @param method public and deterministic; takes Spark's internal values, null among them, and returns no null
     * @param result the type that the method returns
     */
    public static void register(SparkSession spark, String name, Class<?> owner, String method, DataType result) {
        spark.sessionState()
                .functionRegistry()
                .createOrReplaceTempFunction(name, new Call(owner, method, result), "scala_udf");
    }

    private static final class Call extends AbstractFunction1<Seq<Expression>, Expression> {
        private final Class<?> owner;
        private final String method;
        private final DataType result;

        Call(Class<?> owner, String method, DataType result) {
            this.owner = owner;
            this.method = method;
            this.result = result;
        }

        @Override
        public Expression apply(Seq<Expression> arguments) {
            return new StaticInvoke(owner, result, method, arguments, ScalaInterop.seq(List.of()), false, false, true);
        }
    }
}
