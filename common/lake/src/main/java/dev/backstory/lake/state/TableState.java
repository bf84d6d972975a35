package dev.backstory.lake.state;

import dev.backstory.core.contract.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The days of one table, in order and without a gap; empty when nothing is known of it.
 *
 * <p>Without a range asked for, a table begins with its first known day, and what the history step writes with the first day
 * of impressions if that is earlier.
 */
public record TableState(Table table, List<DayState> days) {
    public TableState {
        days = List.copyOf(days);
    }

    public Optional<DayState> day(LocalDate dt) {
        if (days.isEmpty()) {
            return Optional.empty();
        }
        long index = dt.toEpochDay() - days.get(0).dt().toEpochDay();
        return index < 0 || index >= days.size() ? Optional.empty() : Optional.of(days.get((int) index));
    }
}
