package dev.backstory.spark.source.row;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/** The days that a job builds, at least one. They need not be consecutive, since days that are current are skipped. */
public final class RequestedDays implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeSet<LocalDate> days;

    private RequestedDays(Collection<LocalDate> days) {
        this.days = new TreeSet<>(days);
    }

    public static RequestedDays of(Collection<LocalDate> days) {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("Cannot read sources for no day");
        }
        return new RequestedDays(days);
    }

    public SortedSet<LocalDate> days() {
        return new TreeSet<>(days);
    }

    public int count() {
        return days.size();
    }

    public LocalDate first() {
        return days.first();
    }

    public LocalDate last() {
        return days.last();
    }

    /** Whether a folder of this day is read, or of none that can be told: each of its rows is looked at then. */
    boolean wantsFolder(@Nullable LocalDate day) {
        return day == null || days.contains(day);
    }

    /** Rows of a requested day, and rows whose day cannot be read. */
    public Column matches(Column epochDay) {
        return epochDay.isNull().or(contains(epochDay));
    }

    private Column contains(Column epochDay) {
        boolean consecutive = first().plusDays(days.size() - 1L).equals(last());
        if (consecutive) {
            return epochDay.between((int) first().toEpochDay(), (int) last().toEpochDay());
        }
        return epochDay.isin(days.stream().map(day -> (int) day.toEpochDay()).toArray());
    }
}
