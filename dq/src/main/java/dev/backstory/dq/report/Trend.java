package dev.backstory.dq.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure of a day beside those of earlier published days of the same weekday.
 *
 * @param value the day's own; null when it could not be found out
 * @param median of the earlier days; null, as the band is, with too few of them
 * @param low lower end of the band in which the value is expected
 * @param high upper end of it
 * @param points how many earlier days it is compared with
 * @param weekday the day of the week they have in common, in English
 * @param warns whether it is judged, or only drawn
 */
public record Trend(
        String metric,
        String title,
        Kind kind,
        @Nullable Double value,
        @Nullable Double median,
        @Nullable Double low,
        @Nullable Double high,
        int points,
        int fewestPoints,
        String weekday,
        boolean warns) {

    /** The unit: rows, a share from 0 to 1, or a mean number of actions. */
    public enum Kind {
        COUNT,
        SHARE,
        LENGTH;

        /** A value as people read it. */
        public String text(double value) {
            return switch (this) {
                case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
                case SHARE -> String.format(Locale.ROOT, "%.2f %%", value * 100);
                case LENGTH -> String.format(Locale.ROOT, "%,.1f", value);
            };
        }
    }

    public boolean isWarmingUp() {
        return median == null;
    }

    public boolean isOutside() {
        return value != null && low != null && high != null && (value < low || value > high);
    }
}
