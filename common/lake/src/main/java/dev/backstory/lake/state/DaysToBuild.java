package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.InputRun;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Which days of a range a step has to build: those that are missing, or stale because other settings or other input
 * runs made them.
 *
 * @param build the days to build, in order
 * @param current days that are published by the same settings from the inputs that are published now
 */
public record DaysToBuild(List<LocalDate> build, List<LocalDate> current) {

    /**
     * Compares the publish records with what a build would use now.
     *
     * @param settingsHash hash of the settings that shape the table
     * @param inputs the input runs a build of a day would record now; always empty for tables made from raw sources
     * @param rebuild build the current days too
     */
    public static DaysToBuild of(
            Lake lake,
            Table table,
            DayRange range,
            String settingsHash,
            Function<LocalDate, List<InputRun>> inputs,
            boolean rebuild) {
        SortedMap<LocalDate, PublishRecord> published = lake.published(table, range);
        List<LocalDate> build = new ArrayList<>();
        List<LocalDate> current = new ArrayList<>();
        for (LocalDate day : range.days()) {
            PublishRecord record = published.get(day);
            boolean isCurrent = record != null
                    && StaleReason.of(record, settingsHash, inputs.apply(day)).isEmpty();
            (isCurrent && !rebuild ? current : build).add(day);
        }
        return new DaysToBuild(List.copyOf(build), List.copyOf(current));
    }
}
