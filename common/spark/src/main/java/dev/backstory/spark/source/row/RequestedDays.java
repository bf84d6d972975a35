package dev.backstory.spark.source.row;

import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * The days that a job builds, at least one, or any. They need not be consecutive, since days that are current are skipped.
 */
public final class RequestedDays implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeSet<LocalDate> days;

    /** Whatever day rows are of; then {@link #days} is empty. */
    private final boolean any;

    private RequestedDays(Collection<LocalDate> days, boolean any) {
        this.days = new TreeSet<>(days);
        this.any = any;
    }

    /** All days: for a look at a source. There is no first and no last of them. */
    public static RequestedDays any() {
        return new RequestedDays(List.of(), true);
    }

    public boolean isAny() {
        return any;
    }

    public static RequestedDays of(Collection<LocalDate> days) {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("Cannot read sources for no day");
        }
        return new RequestedDays(days, false);
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
        return any || day == null || days.contains(day);
    }

    /** Rows of a requested day, and rows whose day cannot be read. */
    public Column matches(Column epochDay) {
        return any ? lit(true) : epochDay.isNull().or(contains(epochDay));
    }

    private Column contains(Column epochDay) {
        boolean consecutive = first().plusDays(days.size() - 1L).equals(last());
        if (consecutive) {
            return epochDay.between((int) first().toEpochDay(), (int) last().toEpochDay());
        }
        return epochDay.isin(days.stream().map(day -> (int) day.toEpochDay()).toArray());
    }
}
