package dev.backstory.history;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * All that a task needs besides its range; sent to every executor once.
 *
 * @param runFolder the staged run's folder
 * @param days the days to build, in order
 * @param columns of the training table, logical name to name
 * @param actions the files of the window
 * @param impressions the files of the days
 */
record HistorySpec(
        String runFolder,
        String run,
        List<LocalDate> days,
        Period lookback,
        ZoneId zone,
        int length,
        Numbers numbers,
        LinkedHashMap<String, String> columns,
        List<DayFile> actions,
        List<DayFile> impressions)
        implements Serializable {

    /** A published file, by its name in the publish record: nothing is listed. */
    record DayFile(LocalDate dt, String path) implements Serializable {}

    TrainingSettings training() {
        return new TrainingSettings(numbers, columns);
    }
}
