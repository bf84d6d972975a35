package dev.backstory.core.run;

import java.time.Duration;

/**
 * The time that a piece of work took, of one day or of several in one pass.
 *
 * @param seconds of the whole pass, by the clock on the wall
 * @param days of the pass
 */
public record Took(double seconds, int days) {
    public static Took of(Duration time, int days) {
        return new Took(seconds(time), days);
    }

    /** To a hundredth: what a record says is read by people, too. */
    static double seconds(Duration time) {
        return Math.round(time.toMillis() / 10.0) / 100.0;
    }

    public double secondsPerDay() {
        return seconds / Math.max(1, days);
    }
}
