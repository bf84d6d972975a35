package dev.backstory.core.calendar;

import java.time.LocalDate;
import java.util.List;

/** The days {@code from} to {@code to}, both included. */
public record DayRange(LocalDate from, LocalDate to) {
    public DayRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("Cannot use the range " + from + " to " + to
                    + " because it ends before it begins; swap --from and --to");
        }
    }

    public static DayRange day(LocalDate day) {
        return new DayRange(day, day);
    }

    public List<LocalDate> days() {
        return from.datesUntil(to.plusDays(1)).toList();
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    @Override
    public String toString() {
        return from.equals(to) ? from.toString() : from + " to " + to;
    }
}
