package dev.backstory.inspect.explain;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * What the history of a day may contain, by the contract's rule 3. Implemented a second time, apart from the code that
 * builds histories, in order to check that code.
 */
record Cutoff(LocalDate dt, ZoneId zone, Period lookback, int length) {
    static Cutoff of(PipelineConfig config, LocalDate dt) {
        return new Cutoff(
                dt,
                config.timezone(),
                config.history().lookback(),
                config.history().length());
    }

    /** The days whose actions count. */
    DayRange window() {
        return new DayRange(dt.minus(lookback), dt.minusDays(1));
    }

    /** The days to look at: a few more on both sides, to see which actions just missed the window. */
    DayRange around(int days) {
        return new DayRange(window().from().minusDays(days), window().to().plusDays(Math.max(1, days)));
    }

    /** Microseconds since the epoch at which the day begins. */
    long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, dt.atStartOfDay(zone).toInstant());
    }

    boolean isEligible(CustomerAction action) {
        return outcomeOfDayAndTime(action) == ActionOutcome.USED;
    }

    /** The outcome of an action in a history of unlimited length. */
    ActionOutcome outcomeOfDayAndTime(CustomerAction action) {
        if (!action.dt().isBefore(dt)) {
            return ActionOutcome.LATE_DAY;
        }
        if (action.dt().isBefore(window().from())) {
            return ActionOutcome.TOO_OLD;
        }
        return action.micros() < micros() ? ActionOutcome.USED : ActionOutcome.LATE_TIME;
    }
}
