package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.engine.Expectation;

/** How many days of a day's lookback are published, as its manifest says. */
final class Coverage {
    private static final String CHECK = "the lookback is covered";
    private static final String WINDOW = "window_days";

    private Coverage() {}

    static Expectation of(AuditDay day, PipelineConfig config, TableRules rules) {
        return Expectation.fact(CHECK, DayFacts.COVERED_DAYS + " >= " + WINDOW, DayFacts.COVERED_DAYS, WINDOW)
                .withLevel(rules.levelOf(Warning.LOOKBACK_COVERED))
                .meaning("Where the window reaches before the first published day, histories are shorter than they"
                        + " would be.")
                .expecting("actions of all " + day.day().windowDays() + " days before " + day.dt() + " ("
                        + config.history().lookback() + ")")
                .withHint("histories of this day are shorter than the lookback allows; load the earlier days and build"
                        + " this one again if they exist");
    }

    static void gather(AuditDay day, DayFacts facts) {
        facts.put(DayFacts.COVERED_DAYS, day.day().coveredDays());
        facts.put(WINDOW, day.day().windowDays());
        facts.observe(
                CHECK,
                Observation.of(count(day.day().coveredDays()) + " of "
                        + count(day.day().windowDays()) + " days are covered"));
    }
}
