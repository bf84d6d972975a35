package dev.backstory.history.build;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.store.Lake;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;

/**
 * All that a task needs besides its range; sent to every executor once.
 *
 * @param outputs the tables to write
 * @param days the days to build, in order
 * @param columns of the training table, logical name to name
 * @param actions the files of the window's days that are in no pack
 * @param packs the files of the packs
 * @param impressions the files of the days
 */
public record HistorySpec(
        List<Output> outputs,
        String run,
        List<LocalDate> days,
        Period lookback,
        ZoneId zone,
        int length,
        Numbers numbers,
        LinkedHashMap<String, String> columns,
        List<DayFile> actions,
        List<PackedFile> packs,
        List<DayFile> impressions)
        implements Serializable {

    /**
     * A table to write.
     *
     * @param runFolder the folder of its staged run
     * @param days those of the days that it is built for
     */
    record Output(Table table, String runFolder, List<LocalDate> days) implements Serializable {}

    /** A published file, by its name in the publish record: nothing is listed. */
    public record DayFile(LocalDate dt, String path) implements Serializable {}

    /**
     * A file of a pack, and the hashes in it: a task opens only those that it shares some with.
     *
     * @param packAgain the command that builds the pack again
     */
    record PackedFile(YearMonth month, String path, int firstHash, int lastHash, String packAgain)
            implements Serializable {
        boolean overlaps(HashRange range) {
            return firstHash <= range.last() && lastHash >= range.first();
        }
    }

    /** The files of published days, without the empty ones. */
    public static List<DayFile> files(Lake lake, Table table, SortedMap<LocalDate, PublishRecord> days) {
        List<DayFile> files = new ArrayList<>();
        days.forEach((day, record) -> {
            for (StagedFile file : record.files()) {
                if (file.rows() > 0) {
                    files.add(new DayFile(day, new Path(lake.day(table, day), file.name()).toString()));
                }
            }
        });
        return List.copyOf(files);
    }

    TrainingSettings training() {
        return new TrainingSettings(numbers, columns);
    }
}
