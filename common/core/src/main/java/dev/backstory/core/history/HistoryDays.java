package dev.backstory.core.history;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.calendar.IsoTime;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;

/**
 * The days whose histories are built together, in their order, and what may be in them: for day D the actions with
 * {@code D - lookback <= dt < D} and a time before D's start in the zone.
 */
public final class HistoryDays {
    private final List<LocalDate> days;
    private final Period lookback;
    private final int[] firstDt;
    private final int[] day;
    private final long[] startMicros;

    /** @throws IllegalArgumentException if there is no day, or they are not in order without repetition */
    public HistoryDays(List<LocalDate> days, Period lookback, ZoneId zone) {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("Cannot build histories because no day is asked for");
        }
        this.days = List.copyOf(days);
        this.lookback = lookback;
        this.firstDt = new int[days.size()];
        this.day = new int[days.size()];
        this.startMicros = new long[days.size()];
        for (int i = 0; i < day.length; i++) {
            day[i] = epochDay(days.get(i));
            firstDt[i] = epochDay(days.get(i).minus(lookback));
            startMicros[i] = IsoTime.dayStartMicros(days.get(i), zone);
            if (i > 0 && day[i] <= day[i - 1]) {
                throw new IllegalArgumentException("Cannot build histories because the days are not in order: "
                        + days.get(i - 1) + " comes before " + days.get(i));
            }
            if (firstDt[i] >= day[i]) {
                throw new IllegalArgumentException("Cannot build histories with the lookback " + lookback
                        + " because it holds no day before " + days.get(i));
            }
        }
    }

    static int epochDay(LocalDate day) {
        return Math.toIntExact(day.toEpochDay());
    }

    public List<LocalDate> days() {
        return days;
    }

    int size() {
        return day.length;
    }

    /** The {@code dt}s whose actions may be in the history of a day. */
    public static DayRange window(LocalDate day, Period lookback) {
        return new DayRange(day.minus(lookback), day.minusDays(1));
    }

    /** The {@code dt}s whose actions may be in any of the histories. */
    public DayRange window() {
        return new DayRange(
                days.get(0).minus(lookback), days.get(days.size() - 1).minusDays(1));
    }

    boolean isBeforeStart(int index, long timeMicros) {
        return timeMicros < startMicros[index];
    }

    boolean isInWindow(int index, int epochDay) {
        return epochDay < day[index] && epochDay >= firstDt[index];
    }
}
