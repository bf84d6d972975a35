package dev.backstory.dq.engine;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckLevel;
import dev.backstory.core.config.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.List$;

/**
 * One thing that must be true of a day, and its Deequ check of one constraint.
 *
 * @param name unique within a day's audit
 * @param level what it means when it is not true
 * @param deequ adds the constraint to an empty check
 * @param expected what should be, for people
 * @param violation SQL that is true for the rows that break it; null where no single row does
 * @param where only rows for which this SQL is true are looked at; null for all
 * @param facts names of the facts it needs; empty when it is about the table's rows
 * @param meaning what it is good for, for people; empty when the name says it all
 * @param shown SQL beside a row that breaks it, by title, such as the slot to look at
 */
public record Expectation(
        String name,
        Level level,
        UnaryOperator<Check> deequ,
        String expected,
        @Nullable String hint,
        @Nullable String violation,
        @Nullable String where,
        List<String> facts,
        String meaning,
        Map<String, String> shown) {

    private Expectation(
            String name,
            UnaryOperator<Check> deequ,
            String expected,
            @Nullable String violation,
            @Nullable String where,
            List<String> facts) {
        this(name, Level.FAIL, deequ, expected, null, violation, where, facts, "", Map.of());
    }

    /** The SQL predicate is true, and not null, for every row. */
    public static Expectation everyRow(String name, String predicate) {
        return everyRow(name, predicate, null);
    }

    public static Expectation everyRow(String name, String predicate, @Nullable String where) {
        String strict = strict(predicate);
        return new Expectation(name, satisfies(name, strict, where), name, "not " + strict, where, List.of());
    }

    /**
     * The SQL predicate is true, and not null, for every row.
     *
     * @param definition the same in SQL that anyone can run, for the rows that break it
     */
    public static Expectation everyRowAs(String name, String predicate, String definition) {
        return new Expectation(
                name, satisfies(name, strict(predicate), null), name, "not " + strict(definition), null, List.of());
    }

    /** No null in a column that is not an array. */
    public static Expectation complete(String column) {
        return atLeast(column + " is present", column, 1, null);
    }

    /** A share of at least {@code min} of the rows have a value in the column. */
    public static Expectation atLeast(String name, String column, double min, @Nullable String where) {
        return new Expectation(
                name,
                check -> filtered(
                        check.hasCompleteness(
                                column, new Assertion(share -> share >= min), ScalaInterop.none(), ScalaInterop.none()),
                        where),
                min == 1 ? "no null in " + column : "at least " + min + " of the rows have " + column,
                "`" + column + "` is null",
                where,
                List.of());
    }

    public static Expectation size(String name, String expected, @Nullable String where, DoublePredicate holds) {
        return new Expectation(
                name,
                check -> filtered(check.hasSize(new Assertion(holds), ScalaInterop.none()), where),
                expected,
                null,
                where,
                List.of());
    }

    /** The constraint is any of Deequ's whose analyzer can share a scan. */
    public static Expectation of(
            String name,
            String expected,
            @Nullable String violation,
            @Nullable String where,
            UnaryOperator<Check> deequ) {
        return new Expectation(name, deequ, expected, violation, where, List.of());
    }

    /** The SQL predicate over the day's facts is true. */
    public static Expectation fact(String name, String predicate, String... facts) {
        return new Expectation(name, satisfies(name, strict(predicate), null), name, null, null, List.of(facts));
    }

    public static DoublePredicate between(@Nullable Double min, @Nullable Double max) {
        return value -> (min == null || value >= min) && (max == null || value <= max);
    }

    /** For constraints that take the assertion and the condition as ScalaInterop values. */
    public static scala.Function1<Object, Object> assertion(DoublePredicate holds) {
        return new Assertion(holds);
    }

    private static String strict(String predicate) {
        return "coalesce((" + predicate + "), false)";
    }

    private static UnaryOperator<Check> satisfies(String name, String predicate, @Nullable String where) {
        return check -> filtered(
                check.satisfies(
                        predicate,
                        name,
                        new Assertion(share -> share == 1.0),
                        ScalaInterop.none(),
                        List$.MODULE$.empty(),
                        ScalaInterop.none()),
                where);
    }

    private static Check filtered(
            com.amazon.deequ.checks.CheckWithLastConstraintFilterable check, @Nullable String where) {
        return where == null ? check : check.where(where);
    }

    public Expectation warning() {
        return withLevel(Level.WARN);
    }

    public Expectation withLevel(Level other) {
        return new Expectation(name, other, deequ, expected, hint, violation, where, facts, meaning, shown);
    }

    public Expectation expecting(String text) {
        return new Expectation(name, level, deequ, text, hint, violation, where, facts, meaning, shown);
    }

    public Expectation withHint(@Nullable String text) {
        return new Expectation(name, level, deequ, expected, text, violation, where, facts, meaning, shown);
    }

    /** Says what the check is good for. */
    public Expectation meaning(String text) {
        return new Expectation(name, level, deequ, expected, hint, violation, where, facts, text, shown);
    }

    /** Adds the value of an SQL expression to the rows that break it. */
    public Expectation showing(String title, String sql) {
        Map<String, String> more = new LinkedHashMap<>(shown);
        more.put(title, sql);
        return new Expectation(name, level, deequ, expected, hint, violation, where, facts, meaning, more);
    }

    public boolean isAboutRows() {
        return facts.isEmpty();
    }

    Check check() {
        return deequ.apply(new Check(
                level == Level.FAIL ? CheckLevel.Error() : CheckLevel.Warning(), name, ScalaInterop.seq(List.of())));
    }

    /** @throws IllegalStateException for a constraint whose analyzer needs a scan of its own */
    ScanShareableAnalyzer<?, ?> analyzer() {
        Analyzer<?, ?> analyzer = check().requiredAnalyzers().head();
        if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
            return shareable;
        }
        throw new IllegalStateException("The constraint of '" + name + "' cannot share a scan: " + analyzer);
    }
}
