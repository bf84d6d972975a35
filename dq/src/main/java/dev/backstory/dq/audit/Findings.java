package dev.backstory.dq.audit;

import static dev.backstory.command.Console.count;

import dev.backstory.core.config.Level;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.Outcome;
import dev.backstory.dq.engine.Outcome.Status;
import dev.backstory.dq.report.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Deequ said, in words. */
final class Findings {
    private Findings() {}

    /** @param query shows the rows that break it; null where none does */
    static Finding ofRows(
            Expectation check, Outcome outcome, List<Map<String, String>> examples, @Nullable String query) {
        boolean broken = outcome.status() == Status.BROKEN;
        return new Finding(
                check.name(),
                verdict(check, outcome),
                check.meaning(),
                check.expected(),
                observed(outcome),
                outcome.bad(),
                broken ? examples : List.of(),
                check.hint(),
                broken && check.violation() != null ? query : null);
    }

    static Finding ofFacts(Expectation check, Outcome outcome, DayFacts facts) {
        Optional<String> error = facts.error(check.facts());
        if (error.isPresent() || outcome.status() == Status.ERROR) {
            return new Finding(
                    check.name(),
                    Verdict.ERROR,
                    check.meaning(),
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
                check.meaning(),
                check.expected(),
                facts.said(check.name()).orElse(outcome.status() == Status.HOLDS ? "as expected" : "not as expected"),
                facts.badRows(check.name()),
                facts.examples(check.name()),
                check.hint(),
                outcome.status() == Status.BROKEN ? facts.query(check.name()) : null);
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
}
