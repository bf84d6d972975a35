package dev.backstory.inspect.explain;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * What the history of a day may hold, by the contract's rule 3. Written down once more, apart from the code that builds
 * histories, which it is there to check.
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

    /** The days to look at: some more on both sides, to see what just missed the window. */
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

    /** As if a history had no end. */
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
