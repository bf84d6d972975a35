package dev.backstory.core.calendar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

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

    /** The fewest ranges that hold exactly these days, in their order. */
    public static List<DayRange> fold(SortedSet<LocalDate> days) {
        List<DayRange> ranges = new ArrayList<>();
        for (LocalDate day : days) {
            DayRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (last != null && last.to.plusDays(1).equals(day)) {
                ranges.set(ranges.size() - 1, new DayRange(last.from, day));
            } else {
                ranges.add(day(day));
            }
        }
        return List.copyOf(ranges);
    }

    public List<LocalDate> days() {
        return from.datesUntil(to.plusDays(1)).toList();
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    /** The range as options of a command: {@code --dt D}, or {@code --from A --to B}. */
    public String arguments() {
        return from.equals(to) ? "--dt " + from : "--from " + from + " --to " + to;
    }

    @Override
    public String toString() {
        return from.equals(to) ? from.toString() : from + " to " + to;
    }
}
