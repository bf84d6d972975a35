package dev.backstory.lake.state;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PackDay;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Packs;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A month of actions and its pack.
 *
 * @param published the days that are published
 * @param pack as stored; null when there is none
 * @param serves whether the pack fits the length and the zone of the config
 */
public record MonthPack(
        YearMonth month,
        SortedMap<LocalDate, PublishRecord> published,
        @Nullable PackRecord pack,
        boolean serves) {

    /** How a month of actions is read by histories. */
    public enum State {
        /** From its pack. */
        CURRENT,
        /** From its days: the pack holds what was published once, or serves other settings. */
        STALE,
        /** From its days, which are all published: there is no pack. */
        UNPACKED,
        /** From its days, of which some are not published: there is no pack, and can be none. */
        INCOMPLETE;

        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static MonthPack read(Lake lake, PipelineConfig config, YearMonth month) {
        PackRecord pack = new Packs(lake).of(month).orElse(null);
        return new MonthPack(
                month,
                lake.published(Table.ACTIONS, new DayRange(month.atDay(1), month.atEndOfMonth())),
                pack,
                pack != null && pack.serves(config.history().length(), config.timezone()));
    }

    /** The months that some days are in, in order. */
    public static List<YearMonth> monthsOf(Collection<LocalDate> days) {
        TreeSet<YearMonth> months = new TreeSet<>();
        days.forEach(day -> months.add(YearMonth.from(day)));
        return List.copyOf(months);
    }

    /** The days that a pack would lack. */
    public List<LocalDate> missing() {
        return month.atDay(1)
                .datesUntil(month.plusMonths(1).atDay(1))
                .filter(day -> !published.containsKey(day))
                .toList();
    }

    public boolean isComplete() {
        return missing().isEmpty();
    }

    /** Whether the pack holds what is published, so that packing would give the same. */
    public boolean isCurrent() {
        return serves && pack != null && pack.days().equals(days());
    }

    public State state() {
        if (pack != null) {
            return isCurrent() ? State.CURRENT : State.STALE;
        }
        return isComplete() ? State.UNPACKED : State.INCOMPLETE;
    }

    /** The published days as a pack records them. */
    public List<PackDay> days() {
        return published.values().stream().map(PackDay::of).toList();
    }
}
