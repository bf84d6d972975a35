package dev.backstory.dq.engine;

import static java.util.Objects.requireNonNull;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckLevel;
import com.amazon.deequ.checks.CheckWithLastConstraintFilterable;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.config.rule.Level;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.List$;

/**
 * One thing that must be true of a day, and its Deequ check of one constraint.
 *
 * @param name unique within a day's audit
 * @param level what it means when it is not true
 * @param muted why a warning is only shown; null where it is none, or not muted
 * @param deequ adds the constraint to an empty check
 * @param where only rows for which this SQL is true are looked at; null for all
 * @param facts names of the facts it needs; empty when it is about the table's rows
 * @param violation finds the rows that break it; null where no single row does
 */
public record Expectation(
        String name,
        Level level,
        @Nullable String muted,
        UnaryOperator<Check> deequ,
        @Nullable String where,
        List<String> facts,
        Wording wording,
        @Nullable Violation violation) {

    /**
     * What people read.
     *
     * @param expected what should be
     * @param hint what to do when it is not
     * @param meaning why it matters; empty when the name says it all
     */
    public record Wording(String expected, @Nullable String hint, String meaning) {}

    private static Expectation ofRows(
            String name,
            UnaryOperator<Check> deequ,
            String expected,
            @Nullable String violation,
            @Nullable String where) {
        return new Expectation(
                name,
                Level.FAIL,
                null,
                deequ,
                where,
                List.of(),
                new Wording(expected, null, ""),
                violation == null ? null : Violation.of(violation, where));
    }

    /** The SQL predicate is true, and not null, for every row. */
    public static Expectation everyRow(String name, String predicate) {
        return everyRow(name, predicate, null);
    }

    public static Expectation everyRow(String name, String predicate, @Nullable String where) {
        String strict = strict(predicate);
        return ofRows(name, satisfies(name, strict, where), name, "not " + strict, where);
    }

    /**
     * The SQL predicate is true, and not null, for every row.
     *
     * @param definition the same in SQL that anyone can run, for the rows that break it
     */
    public static Expectation everyRowAs(String name, String predicate, String definition) {
        return ofRows(name, satisfies(name, strict(predicate), null), name, "not " + strict(definition), null);
    }

    /** No null in a column that is not an array. */
    public static Expectation complete(String column) {
        return atLeast(column + " is present", column, 1, null);
    }

    /** A share of at least {@code min} of the rows have a value in the column. */
    public static Expectation atLeast(String name, String column, double min, @Nullable String where) {
        return ofRows(
                name,
                check -> filtered(
                        check.hasCompleteness(
                                column, new Assertion(share -> share >= min), ScalaInterop.none(), ScalaInterop.none()),
                        where),
                min == 1 ? "no null in " + column : "at least " + min + " of the rows have " + column,
                "`" + column + "` is null",
                where);
    }

    public static Expectation size(String name, String expected, @Nullable String where, DoublePredicate holds) {
        return ofRows(
                name,
                check -> filtered(check.hasSize(new Assertion(holds), ScalaInterop.none()), where),
                expected,
                null,
                where);
    }

    /** The constraint is any of Deequ's whose analyzer can share a scan. */
    public static Expectation of(
            String name,
            String expected,
            @Nullable String violation,
            @Nullable String where,
            UnaryOperator<Check> deequ) {
        return ofRows(name, deequ, expected, violation, where);
    }

    /** The SQL predicate over the day's facts is true. */
    public static Expectation fact(String name, String predicate, String... facts) {
        return new Expectation(
                name,
                Level.FAIL,
                null,
                satisfies(name, strict(predicate), null),
                null,
                List.of(facts),
                new Wording(name, null, ""),
                null);
    }

    public static DoublePredicate between(@Nullable Double min, @Nullable Double max) {
        return value -> (min == null || value >= min) && (max == null || value <= max);
    }

    /** For constraints that take the assertion as a Scala function. */
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

    private static Check filtered(CheckWithLastConstraintFilterable check, @Nullable String where) {
        return where == null ? check : check.where(where);
    }

    public Expectation withLevel(Level other) {
        return new Expectation(name, other, null, deequ, where, facts, wording, violation);
    }

    /** Says that it is a warning, which the rules may turn into a failure or mute. */
    public Expectation warning(Warning warning, TableRules rules) {
        return new Expectation(
                name, rules.levelOf(warning), rules.mute().get(warning), deequ, where, facts, wording, violation);
    }

    public Expectation expecting(String text) {
        return worded(new Wording(text, wording.hint(), wording.meaning()));
    }

    public Expectation withHint(@Nullable String text) {
        return worded(new Wording(wording.expected(), text, wording.meaning()));
    }

    /** Says why it matters. */
    public Expectation meaning(String text) {
        return worded(new Wording(wording.expected(), wording.hint(), text));
    }

    private Expectation worded(Wording other) {
        return new Expectation(name, level, muted, deequ, where, facts, other, violation);
    }

    /** Shows the value of an SQL expression beside each row that breaks it. */
    public Expectation showing(String title, String sql) {
        return broken(requireNonNull(violation).showing(title, sql));
    }

    /** The predicate of a row in SQL that does not depend on the session, for the query that people run. */
    public Expectation askedAs(String predicate) {
        return broken(requireNonNull(violation).portable("not " + strict(predicate)));
    }

    private Expectation broken(Violation other) {
        return new Expectation(name, level, muted, deequ, where, facts, wording, other);
    }

    Check check() {
        return deequ.apply(new Check(
                level == Level.FAIL ? CheckLevel.Error() : CheckLevel.Warning(), name, ScalaInterop.seq(List.of())));
    }

    /** @throws IllegalStateException for a constraint whose analyzer needs a separate scan */
    ScanShareableAnalyzer<?, ?> analyzer() {
        Analyzer<?, ?> analyzer = check().requiredAnalyzers().head();
        if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
            return shareable;
        }
        throw new IllegalStateException("The constraint of '" + name + "' cannot share a scan: " + analyzer);
    }
}
