package dev.backstory.dq.audit;

import static dev.backstory.command.Console.count;

import dev.backstory.core.config.rule.Level;
import dev.backstory.core.run.Verdict;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowQuery;
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
    static JudgedCheck ofRows(
            Expectation check, Outcome outcome, List<Map<String, String>> examples, @Nullable RowQuery query) {
        boolean broken = outcome.status() == Status.BROKEN;
        Finding finding = finding(
                check, verdict(check, outcome), observed(outcome), outcome.bad(), broken ? examples : List.of());
        return new JudgedCheck(finding, broken ? query : null);
    }

    static JudgedCheck ofFacts(Expectation check, Outcome outcome, DayFacts facts) {
        Optional<String> problem = facts.problem(check.facts());
        if (problem.isPresent() || outcome.status() == Status.ERROR) {
            String reason = problem.orElse(outcome.reason());
            return new JudgedCheck(finding(check, Verdict.ERROR, notJudged(reason), null, List.of()), null);
        }
        Observation seen = facts.observation(check.name())
                .orElseGet(() -> Observation.of(outcome.status() == Status.HOLDS ? "as expected" : "not as expected"));
        return new JudgedCheck(
                finding(check, verdict(check, outcome), seen.text(), seen.badRows(), seen.examples()),
                outcome.status() == Status.BROKEN ? seen.query() : null);
    }

    private static Finding finding(
            Expectation check,
            Verdict verdict,
            String observed,
            @Nullable Long badRows,
            List<Map<String, String>> examples) {
        Expectation.Wording wording = check.wording();
        String muted = verdict == Verdict.WARN ? check.muted() : null;
        return new Finding(
                check.name(),
                muted == null ? verdict : Verdict.PASS,
                wording.meaning(),
                wording.expected(),
                observed,
                badRows,
                examples,
                wording.hint(),
                muted,
                null);
    }

    private static Verdict verdict(Expectation check, Outcome outcome) {
        return switch (outcome.status()) {
            case HOLDS, NO_ROWS -> Verdict.PASS;
            case BROKEN -> check.level() == Level.FAIL ? Verdict.FAIL : Verdict.WARN;
            case ERROR -> Verdict.ERROR;
        };
    }

    private static String notJudged(@Nullable String reason) {
        return "could not be judged: " + reason;
    }

    private static String observed(Outcome outcome) {
        if (outcome.status() == Status.ERROR) {
            return notJudged(outcome.reason());
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
