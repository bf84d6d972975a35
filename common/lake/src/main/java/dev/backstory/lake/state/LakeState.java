package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.lake.store.Lake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lake holds of a range of days. Only the small metadata files are read: publish records, manifests of staged
 * runs, and of the reports those of days whose audit came after what is published.
 *
 * @param range the days; null when none was asked for and the lake knows none
 * @param tables actions, impressions, and what the history step writes by the config
 * @param rebuild what has to be built so that all these days are current
 */
public record LakeState(@Nullable DayRange range, List<TableState> tables, Rebuild rebuild) {

    /** All days that the lake knows. */
    public static LakeState read(Lake lake, PipelineConfig config) {
        return new StateReader(lake, config).read(null);
    }

    /** @param range the days, for every table */
    public static LakeState read(Lake lake, PipelineConfig config, DayRange range) {
        return new StateReader(lake, config).read(range);
    }

    public TableState table(Table table) {
        return tables.stream()
                .filter(each -> each.table() == table)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The pipeline makes no table " + table.folder()));
    }
}
