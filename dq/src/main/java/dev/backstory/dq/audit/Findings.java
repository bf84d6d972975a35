package dev.backstory.dq.audit;

import static dev.backstory.lake.job.Console.count;

import dev.backstory.core.config.Level;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.Outcome;
import dev.backstory.dq.engine.Outcome.Status;
import dev.backstory.dq.report.Finding;
import dev.backstory.dq.report.Verdict;
import dev.backstory.lake.store.Lake;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What Deequ said, in words. */
final class Findings {
    private Findings() {}

    static Finding ofRows(
            Expectation check, Outcome outcome, List<Map<String, String>> examples, Lake lake, AuditDay day) {
        boolean broken = outcome.status() == Status.BROKEN;
        return new Finding(
                check.name(),
                verdict(check, outcome),
                check.expected(),
                observed(outcome),
                outcome.bad(),
                broken ? examples : List.of(),
                check.hint(),
                broken && check.violation() != null ? query(check, lake, day) : null);
    }

    static Finding ofFacts(Expectation check, Outcome outcome, DayFacts facts) {
        Optional<String> error = facts.error(check.facts());
        if (error.isPresent() || outcome.status() == Status.ERROR) {
            return new Finding(
                    check.name(),
                    Verdict.ERROR,
                    check.expected(),
                    "could not be judged: " + error.orElse(outcome.reason()),
                    null,
                    List.of(),
                    check.hint(),
                    null);
        }
        return new Finding(
                check.name(),
                verdict(check, outcome),
                check.expected(),
                facts.said(check.name()).orElse(outcome.status() == Status.HOLDS ? "as expected" : "not as expected"),
                facts.badRows(check.name()),
                facts.examples(check.name()),
                check.hint(),
                null);
    }

    private static Verdict verdict(Expectation check, Outcome outcome) {
        return switch (outcome.status()) {
            case HOLDS, NO_ROWS -> Verdict.PASS;
            case BROKEN -> check.level() == Level.FAIL ? Verdict.FAIL : Verdict.WARN;
            case ERROR -> Verdict.ERROR;
        };
    }

    private static String observed(Outcome outcome) {
        if (outcome.status() == Status.ERROR) {
            return "could not be judged: " + outcome.reason();
        }
        if (outcome.status() == Status.NO_ROWS) {
            return "no rows to look at";
        }
        if (outcome.bad() != null && outcome.looked() != null) {
            return outcome.bad() == 0
                    ? "true of all " + count(outcome.looked()) + " rows"
                    : "not true of " + count(outcome.bad()) + " of " + count(outcome.looked()) + " rows";
        }
        return outcome.value() == null ? "no value" : number(outcome.value());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? count((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    private static String query(Expectation check, Lake lake, AuditDay day) {
        String folder = lake.stagedDay(day.run().step().table(), day.run().run(), day.dt())
                .toString();
        return "select * from parquet.`" + folder + "`\nwhere "
                + BadRows.violation(check).replace("cast(dt as date)", "date'" + day.dt() + "'") + "\nlimit 20";
    }
}
