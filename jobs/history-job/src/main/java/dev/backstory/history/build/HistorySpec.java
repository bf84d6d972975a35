package dev.backstory.history.build;

import dev.backstory.core.config.Numbers;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.TrainingSettings;
import dev.backstory.core.contract.Table;
import dev.backstory.history.merge.DayFile;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * All that a task needs besides its range; sent to every executor once.
 *
 * @param outputs the tables to write
 * @param impressions the files of the days
 */
record HistorySpec(
        String run,
        List<Output> outputs,
        Histories histories,
        Columns columns,
        ActionInputs actions,
        List<DayFile> impressions)
        implements Serializable {

    /**
     * A table to write.
     *
     * @param runFolder the folder of its staged run
     * @param days those of the days that it is built for
     */
    record Output(Table table, String runFolder, List<LocalDate> days) implements Serializable {}

    /**
     * The histories to build.
     *
     * @param days in order
     * @param length slots of each
     */
    record Histories(List<LocalDate> days, Period lookback, ZoneId zone, int length) implements Serializable {
        static Histories of(PipelineConfig config, List<LocalDate> days) {
            return new Histories(
                    days,
                    config.history().lookback(),
                    config.timezone(),
                    config.history().length());
        }
    }

    /**
     * What the columns look like.
     *
     * @param names of the training table, logical name to name
     */
    record Columns(Numbers numbers, LinkedHashMap<String, String> names) implements Serializable {
        static Columns of(TrainingSettings settings) {
            return new Columns(settings.numbers(), new LinkedHashMap<>(settings.columns()));
        }

        TrainingSettings settings() {
            return new TrainingSettings(numbers, names);
        }
    }
}
